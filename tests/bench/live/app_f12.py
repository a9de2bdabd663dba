"""The least a Streamlit page can do: an empty fragment holding twelve sliders, its answer one line."""

import os

import streamlit as st

if os.environ.get("KAM_BENCH_MENDED"):
    from kam.ui import boot

st.set_page_config(layout="wide")


@st.fragment
def moving() -> None:
    """Twelve sliders and their sum."""
    values = [st.slider(f"Weight {i}", 0.0, 50.0, 8.0, 0.5, key=f"w{i}") for i in range(12)]
    st.markdown(f"Echo {sum(values)}")


st.title("F12")
moving()
if os.environ.get("KAM_BENCH_MENDED"):
    boot.settle()
