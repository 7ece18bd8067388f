"""Dates at the precision the text has; amounts as the six languages write them."""

from __future__ import annotations

import pytest

from graph.extraction.amounts import find_amounts
from graph.extraction.dates import find_dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from Monday 29 November to Friday 3 December 2021", "2021-11-29", "2021-12-03"),
        (
            "Von Dienstag, den 30. November bis Donnerstag, den 2. Dezember 2021",
            "2021-11-30",
            "2021-12-02",
        ),
        ("vom 3. bis 7. Juni 2019", "2019-06-03", "2019-06-07"),
        ("du 12 au 15 mai 2018", "2018-05-12", "2018-05-15"),
        ("dal 4 al 6 ottobre 2017", "2017-10-04", "2017-10-06"),
        ("del 12 al 15 de noviembre de 2019", "2019-11-12", "2019-11-15"),
        ("2019年4月9日至12日", "2019-04-09", "2019-04-12"),
        ("2020年1月至2023年12月", "2020-01", "2023-12"),
        ("17 and 18 October 2018", "2018-10-17", "2018-10-18"),
        ("June 10-14, 2019", "2019-06-10", "2019-06-14"),
        ("Phase 3 (2021-2023)", "2021", "2023"),
        ("01.10.2016 bis 30.09.2019", "2016-10-01", "2019-09-30"),
        ("01 January 2019 to 30 June 2021", "2019-01-01", "2021-06-30"),
        ("im Herbst 2020", "2020", None),
        ("il 1° aprile 2021", "2021-04-01", None),
        ("December 13, 20189.", "2018-12-13", None),
        ("Ende 2023", "2023", None),
    ],
)
def test_date(text: str, first: str, last: str | None) -> None:
    assert [(d.first, d.last) for d in find_dates(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    ["30 February 2020", "next week", "im Herbst", "am 3. Juni", "12:30", "No 661780", "gestern"],
)
def test_no_day_is_made_up(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("917 000 Euro", "917000", "EUR"),
        ("2 million euros", "2000000", "EUR"),
        ("6,75 Mio. EUR", "6750000", "EUR"),
        ("3000万元", "30000000", "CNY"),
        ("€1.2m", "1200000", "EUR"),
        ("1,350,000 EUR", "1350000", "EUR"),
        ("750.000 Euro", "750000", "EUR"),
        ("2,1 millions d'euros", "2100000", "EUR"),
        ("5,5 millones de euros", "5500000", "EUR"),
        ("1,4 milioni di euro", "1400000", "EUR"),
        ("250万欧元", "2500000", "EUR"),
        ("zwei Millionen Euro", "2000000", "EUR"),
    ],
)
def test_amount(text: str, value: str, currency: str) -> None:
    assert [(a.value, a.currency) for a in find_amounts(text)] == [(value, currency)]
