"""Elements of our own that Streamlit does not have."""
