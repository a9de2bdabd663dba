"""What holds for all company names."""

from hypothesis import given
from hypothesis import strategies as st

from kam.duplicates import OFFERED, judge
from kam.duplicates.names import fold, parse
from tests.duplicate_pairs import DIFFERENT, SAME

WORDS = sorted({n for pair in (*SAME, *DIFFERENT) for n in pair})
names = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=25),
    st.text(alphabet="aäbß.&(）GmbHAG有限公司上海臺華 -'", max_size=20),
)


@given(names)
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


@given(names)
def test_a_core_is_its_own_core(name):
    once = parse(name)
    assert parse(" ".join(once.words)).core == once.core


@given(names)
def test_a_name_equals_itself_in_any_case(name):
    for other in (name, f"  {name} ", fold(name)):
        found = judge({"account_name": name}, {"account_name": other})
        assert found.likeness > OFFERED or not parse(name).core


@given(names, names)
def test_the_order_of_the_two_does_not_matter(a, b):
    one = judge({"account_name": a}, {"account_name": b})
    other = judge({"account_name": b}, {"account_name": a})
    assert one.likeness == other.likeness
    assert [str(s) for s in (*one.evidence, *one.against)] == [
        str(s) for s in (*other.evidence, *other.against)
    ]


@given(names, names)
def test_likeness_is_a_share(a, b):
    assert 0 <= judge({"account_name": a}, {"account_name": b}).likeness <= 1
