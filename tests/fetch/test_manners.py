"""robots.txt and pauses between requests."""

import time
from datetime import timedelta

import pytest

TEXT = "The bridge will stay closed until Friday, said Anna Keller, who leads the road authority. "
OK = {"body": f"<html><body><p>{TEXT * 3}</p></body></html>"}


def robots(text, **more):
    return {"body": text, "headers": {"Content-Type": "text/plain"}, **more}


def test_what_robots_txt_forbids_is_not_asked_for(web, fetch):
    web.answers |= {"/a": OK, "/private/b": OK, "/robots.txt": robots("User-agent: *\nDisallow: /private/")}
    fetched = fetch("/a", "/private/b", obey_robots=True)
    assert (fetched.result.fetched, web.asked) == (1, ["/a"])
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["forbidden by robots.txt"]


def test_rules_for_this_agent_come_before_those_for_all(web, fetch):
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Hearsay\nDisallow: /private/"
    web.answers |= {"/a": OK, "/robots.txt": robots(text)}
    assert fetch("/a", obey_robots=True).result.fetched == 1


def test_the_rules_count_for_what_is_redirected_to(web, fetch):
    web.answers |= {
        "/a": {"status": 302, "headers": {"Location": "/private/b"}}, "/private/b": OK,
        "/robots.txt": robots("User-agent: *\nDisallow: /private/"),
    }  # fmt: skip
    assert fetch("/a", obey_robots=True).reasons == ["forbidden by robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(web, fetch, status):
    web.answers |= {"/a": OK, "/robots.txt": {"status": status}}
    assert fetch("/a", obey_robots=True).result.fetched == 1


def test_rules_are_found_behind_a_redirect(web, fetch):
    web.answers |= {
        "/a": OK, "/robots.txt": {"status": 301, "headers": {"Location": "/rules"}},
        "/rules": robots("User-agent: *\nDisallow: /"),
    }  # fmt: skip
    assert fetch("/a", obey_robots=True).reasons == ["forbidden by robots.txt"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_that_does_not_answer_for_robots_txt_is_left_alone(web, fetch, status):
    web.answers |= {"/a": OK, "/robots.txt": {"status": status}}
    fetched = fetch("/a", obey_robots=True)
    assert (fetched.reasons, web.asked) == (["no answer for robots.txt"], [])


def test_rules_are_kept_for_a_day_and_longer_where_the_host_fails(web, fetch, clock):
    web.answers |= {"/a": OK, "/private/b": OK, "/robots.txt": robots("User-agent: *\nDisallow: /private/")}
    fetch("/a", obey_robots=True)
    web.answers["/robots.txt"] = {"status": 500}
    clock.time += timedelta(hours=23)
    fetch("/a", obey_robots=True)
    assert len(web.headers("/robots.txt")) == 1
    clock.time += timedelta(hours=2)
    assert fetch("/a", "/private/b", obey_robots=True).reasons == ["forbidden by robots.txt"]
    assert len(web.headers("/robots.txt")) == 2


@pytest.mark.parametrize("text", ["", "\x00\xff{}<html>", "User-agent: *\nCrawl-delay: -3", "Disallow: [" * 1000])
def test_nonsense_in_robots_txt_allows_everything(web, fetch, text):
    web.answers |= {"/a": OK, "/robots.txt": robots(text)}
    assert fetch("/a", obey_robots=True).result.fetched == 1


def test_a_huge_robots_txt_is_read_as_far_as_it_has_to_be(web, fetch):
    web.answers |= {"/a": OK, "/robots.txt": robots("User-agent: *\nDisallow: /\n" + "# x\n" * 200_000)}
    assert fetch("/a", obey_robots=True).reasons == ["forbidden by robots.txt"]


def test_a_host_is_given_pauses(web, fetch, clock):
    web.answers |= {"/a": OK, "/b": OK, "/c": OK}
    fetch("/a", "/b", "/c", seconds_between_requests=3)
    assert clock.sleeps == [3, 3]


def test_a_host_may_ask_for_longer_pauses(web, fetch, clock):
    web.answers |= {"/a": OK, "/b": OK, "/robots.txt": robots("User-agent: *\nCrawl-delay: 20")}
    fetch("/a", "/b", obey_robots=True)
    assert clock.sleeps == [1, 20]


def test_the_operator_can_be_reached(web, fetch):
    web.answers["/a"] = OK
    fetch("/a", contact="newsroom@courier.example")
    agent = web.headers("/a")[0]["User-Agent"]
    assert agent.startswith("Hearsay/") and agent.endswith(" (+newsroom@courier.example)")


def test_a_pause_is_not_counted_as_the_server_s(web, fetch, clock, monkeypatch):
    web.answers |= {"/a": OK, "/b": OK}
    monkeypatch.setattr(clock, "sleep", time.sleep)
    fetched = fetch("/a", "/b", seconds_between_requests=0.6, limits={"seconds": 0.5, "attempts": 1})
    assert (fetched.result.fetched, fetched.reasons) == (2, [])
