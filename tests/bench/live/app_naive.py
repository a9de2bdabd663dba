"""What one writes first: twelve sliders, a query, pandas, the whole frame to the browser."""

import duckdb
import streamlit as st

from tests.bench.live import company

st.set_page_config(layout="wide")
N = company.accounts()


@st.cache_resource(show_spinner=False)
def database():
    """The worths in a table."""
    con = duckdb.connect()
    con.register("frame", company.worths(N).reset_index(names="account_id"))
    con.execute("CREATE TABLE worth AS SELECT * FROM frame")
    return con


con = database()
st.title("Naive")
weights = [st.slider(f"Weight {i}", 0.0, 50.0, 8.0, 0.5, key=f"w{i}") for i in range(12)]
rows = con.cursor().execute("SELECT * FROM worth").df()
rows["score"] = (rows.iloc[:, 1:13] * weights).sum(axis=1) / max(sum(weights), 1e-9)
rows = rows.sort_values("score", ascending=False).reset_index(drop=True)
st.dataframe(rows)
st.markdown(f"Echo {rows['account_id'].iloc[0]} {sum(weights)}")
