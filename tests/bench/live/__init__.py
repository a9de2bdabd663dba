"""The live ranking in a real browser, against Streamlit's own ways and against another program."""
