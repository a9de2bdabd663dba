"""Everything that knows Streamlit: frame, menu, filters, cached door, ways to show."""
