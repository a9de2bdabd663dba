"""Streamlit as it is, done with care: st.slider in a fragment, a kept matrix, the first fifty rows."""

import numpy as np
import pandas as pd
import streamlit as st

from tests.bench.live import company

st.set_page_config(layout="wide")
N = company.accounts()


@st.cache_resource(show_spinner=False)
def matrix():
    """Worths, kept for all sessions."""
    return company.worths(N).to_numpy(), company.worths(N).index.to_numpy()


@st.fragment
def moving() -> None:
    """Sliders, and the first rows under them."""
    worths, ids = matrix()
    weights = np.array(
        [st.slider(f"Weight {i}", 0.0, 50.0, 8.0, 0.5, key=f"w{i}") for i in range(12)]
    )
    scores = worths @ weights
    first = np.argpartition(-scores, 50)[:50]
    first = first[np.argsort(-scores[first])]
    st.dataframe(pd.DataFrame({"account": ids[first], "score": scores[first]}))
    st.markdown(f"Echo {ids[first[0]]} {weights.sum()}")


st.title("Stock")
moving()
