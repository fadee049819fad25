"""Whether two namings mean one house."""

from __future__ import annotations

from dataclasses import replace

from tracing_samples import NOWHERE, WIRE, credit, site

from provenance.model import CreditType
from provenance.tracing.houses import house_key, is_called, is_house, naming, plain_name

TIMES = site("Tarn Times")


def test_a_known_house_is_its_id() -> None:
    assert house_key("ap", "The Associated Press") == house_key("ap", "AP")
    assert house_key("ap", "AP") != house_key(None, "AP")


def test_an_unknown_house_is_its_name() -> None:
    assert house_key(None, "The Tarn Times ") == house_key(None, "tarn times")
    assert house_key(None, "Tarn Times") != house_key(None, "Tarn Post")


def test_a_site_is_the_house_of_its_id_name_or_domain() -> None:
    assert is_house(WIRE, "ap", "whatever")
    assert not is_house(WIRE, None, "The Associated Press")
    assert is_house(TIMES, None, "the tarn times")
    assert is_house(TIMES, None, "Another name", "www.tarntimes.example")
    assert not is_house(TIMES, None, "Tarn Post")
    assert not is_house(NOWHERE, None, "")


def test_a_credit_that_names_a_site() -> None:
    link = replace(credit(CreditType.SOURCE_LINK, None, 0.3), domain="tarntimes.example")
    other = credit(CreditType.AGENCY_LINE, None, 0.9, name="Tarn Post")
    assert naming((other, link), TIMES, [CreditType.SOURCE_LINK]) == link
    assert naming((other, link), TIMES, [CreditType.AGENCY_LINE]) is None


def test_a_television_station_is_its_call_sign() -> None:
    names = ("KQZV", "KQZV 7", "KQZV7", "KQZV-TV", "KQZV Channel 7", "KQZV NBC 7 News", "the kqzv")
    assert {plain_name(name) for name in names} == {"kqzv"}
    assert is_house(site("KQZV"), None, "KQZV Channel 7")


def test_other_houses_of_like_letters_are_others() -> None:
    for name in ("KQZV Radio", "KQZV-FM", "KQZV Foundation", "KQZW 7", "Kqzv 7"):
        assert plain_name(name) != plain_name("KQZV 7"), name


def test_an_address_and_a_name_that_begin_alike() -> None:
    assert is_called("kqzv7.example", "KQZV")
    assert is_called("www.tarntimes.example", "Tarn Times Publishing Ltd")
    assert not is_called("tarntimes.example", "Times")
    assert not is_called("abc.example", "ABC")
    assert not is_called(None, "Tarn Times")
