"""Lists of the records: who and what is in a place, however it is asked for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/events?place=Chengdu", "EU-China Cluster Matchmaking Event"),
        # Said of the city, asked by its province: the build knows which lies where.
        ("/events?place=Jiangsu", "EC2i mission to Nanjing, November 2018"),
        ("/events?place=南京", "EC2i mission to Nanjing, November 2018"),
        ("/partners?place=shanghai", "Shanghai Jiao Tong University"),
        # An office is a place to find somebody, too.
        ("/search?place=Wuhan", "Enterprise Europe Network"),
    ],
)
def test_who_and_what_is_in_a_place(client: FlaskClient, address: str, name: str) -> None:
    found = client.get(f"{address}&format=json").get_json()["rows"]
    assert name in {row["name"] for row in found}


def test_a_body_of_the_eu_is_listed_under_no_country(client: FlaskClient) -> None:
    rows = client.get("/partners?country=be&format=json").json["rows"]
    assert rows
    assert not [row for row in rows if row["id"].endswith("/european-commission")]
