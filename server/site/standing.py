"""How an entry stands today, and what no source says of it: head and box of its page."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from markupsafe import Markup

from graph.assembly.status import SURE
from graph.catalogue import Entry
from graph.catalogue.queries import run
from server.i18n import punctuation
from server.site import show
from server.site.data import BuildData, data

QUERY = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?status ?missing ?doubted WHERE {{
  {{ <{iri}> eucn:currentStatus ?status }} UNION {{ <{iri}> eucn:notStated ?missing }}
  UNION {{
    ?claim rdf:subject <{iri}> ; rdf:predicate eucn:status ; rdf:object ?doubted ;
      eucn:confidence ?sure .
    FILTER(?sure < {sure})
  }}
  UNION {{
    # A register that leaves the role of a participant empty names no coordinator.
    <{iri}> a eucn:Project ; eucn:statedInRow ?row .
    FILTER NOT EXISTS {{ <{iri}> eucn:coordinator ?coordinator }}
    FILTER NOT EXISTS {{ <{iri}> eucn:notStated eucn:coordinator }}
    BIND(eucn:coordinator AS ?missing)
  }}
}}"""
STEPS = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?date ?document WHERE {{
  ?one eucn:actionOf <{iri}> ; eucn:kind ?kind ; eucn:latestStart ?before .
  ?other eucn:actionOf <{iri}> ; eucn:kind ?kind ; eucn:earliestStart ?after .
  ?kind eucn:bounds eucn:startDate .
  FILTER(?before < ?after)
  VALUES ?which {{ 1 2 }}
  BIND(IF(?which = 1, ?one, ?other) AS ?step)
  ?claim rdf:subject ?step ; rdf:predicate eucn:date ; rdf:object ?date ;
    prov:wasDerivedFrom ?document .
}}
ORDER BY ?date ?document"""
_CURATION = "/document/curation"
_COMPUTED = ("ended", "date-passed", "no-end-recorded", "status-not-stated")
_PAST = ("ended", "completed", "date-passed", "terminated", "closed")


@dataclass(slots=True)
class Standing:
    """The status on the day of the data (IRI of a concept, ``""`` where there is none).

    ``when`` is the date that decides, as a source writes it; ``missing`` are the properties that
    one looks for and that no source gives. Without ``dated`` it is only what a source said last,
    on the day ``told``. ``doubted`` is a status that a source may mean and that decides nothing.
    ``either`` are the dates of the step that began it where they contradict each other, with
    whether a curator gives them and no document.
    """

    status: str = ""
    when: str = ""
    dated: bool = True
    told: str = ""
    missing: list[str] = field(default_factory=list)
    doubted: str = ""
    either: list[tuple[str, bool]] = field(default_factory=list)


def standing(entry: Entry) -> Standing:
    """Return how an entry stands on the day of the data."""
    found = Standing()
    for row in data().store.select(QUERY.format(iri=entry.iri, sure=SURE)):
        if row.get("status") is not None:
            found.status = str(row["status"])
        elif row.get("doubted") is not None:
            found.doubted = str(row["doubted"])
        else:
            found.missing.append(str(row["missing"]))
    found.missing = list(dict.fromkeys(found.missing))
    found.missing.sort(key=lambda iri: show.plain_name(iri).casefold())
    if found.status:
        notation = found.status.rpartition("/")[2]
        found.when = _deciding(entry, notation)
        found.dated = by_dates(entry, notation)
        if len(entry.dates.get("action", ())) > 1:
            steps = data().store.select(STEPS.format(iri=entry.iri))
            found.either = [
                (str(row["date"]), str(row["document"]).endswith(_CURATION)) for row in steps
            ]
        if not found.dated:
            found.told = told_on(entry.iri, found.status)
    return found


def by_dates(entry: Entry, notation: str) -> bool:
    """Return whether the dates of an entry bear out a status on the day of the data.

    What a source called ongoing goes on by its dates only where it has an end too.
    """
    if notation == "ongoing":
        return bool(entry.start and entry.end)
    return notation in _COMPUTED or bool(entry.start or entry.end)


def told_on(iri: str, status: str) -> str:
    """Return the date of the newest document that tells a status, ``""`` where none has one."""
    build = data()
    dates = [
        one.date_text()
        for row in run(build.store, "status-told", [iri])
        if str(row["status"]) == status
        and (one := build.catalogue.entries.get(str(row["document"])))
    ]
    return max(dates, default="")


def _deciding(entry: Entry, status: str) -> str:
    """Return the date as written that settles a status: the last one of what is over."""
    dates = entry.dates
    at, ends = sorted(dates.get("date", ())), sorted(dates.get("endDate", ()))
    starts = sorted(dates.get("startDate", ()))
    if status in _PAST:
        return (ends or at or [""])[-1]
    if status == "announced":
        return (at or starts or sorted(dates.get("action", ())) or [""])[0]
    if status == "no-end-recorded":
        return (starts or sorted(dates.get("action", ())) or [""])[0]
    return (at or starts or [""])[0] if status == "planned" else (ends or [""])[-1]


def sources_until(build: BuildData) -> str:
    """Return up to when the sources go, each register with projects by its name."""
    found = build.sources_until
    if len(found) == 1:
        return show.period_text(found[0][0])
    signs = punctuation()
    return signs.comma.join(
        f"{show.period_text(day)}{signs.opening}{show.plain_name(iri)}{signs.closing}"
        for day, iri in found
    )


def last_session(entry: Entry) -> Entry | None:
    """Return the latest dated session of a dialogue, None where none is recorded."""
    if entry.category != "Dialogue":
        return None
    sessions = data().catalogue.of_class("DialogueSession")
    dated = [one for one in sessions if entry.iri in one.parents and one.start]
    return max(dated, key=lambda one: one.start or "", default=None)


def when_and_where(iri: object) -> Markup:
    """Return date and place of an event in brackets, nothing for what has neither."""
    entry = data().catalogue.entries.get(str(iri))
    if entry is None or entry.category not in ("Event", "DialogueSession"):
        return Markup()
    told = [show.period(entry.date_text())] if entry.date_text() else []
    told += [show.name_of(place) for place in show.sort_by_name(entry.places)[:3]]
    signs = punctuation()
    if not told:
        return Markup()
    inner = Markup(signs.comma).join(told)
    return Markup('<span class="soft small">{}{}{}</span>').format(
        signs.opening, inner, signs.closing
    )


def years_of(iri: object) -> Markup:
    """Return when an activity was, what pays for it and how it stands, in brackets: of an event
    its days and place, of what has only a day or month that.
    """
    entry = data().catalogue.entries.get(str(iri))
    if entry is None or entry.category in ("Event", "DialogueSession"):
        return when_and_where(iri)
    signs = punctuation()
    years = [(day or "")[:4] for day in (entry.start, entry.end)]
    told: list[Markup | str] = []
    if entry.category == "Agreement" and entry.date_text():
        told.append(show.period(entry.date_text()))
    elif any(years):
        told.append(signs.to.join(dict.fromkeys(one or "…" for one in years)) + signs.year)
    told += [show.name_of(one) for one in show.sort_by_name(entry.programmes)[:2]]
    standings = [one for one in entry.standings if not one.endswith("/status-not-stated")]
    told += [show.name_of(one) for one in show.sort_by_name(standings)]
    if not told:
        return Markup()
    inner = Markup(signs.comma).join(told)
    return Markup('<span class="soft small">{}{}{}</span>').format(
        signs.opening, inner, signs.closing
    )


def register(app: Flask) -> None:
    """Let the templates of ``app`` ask how an entry stands."""
    app.jinja_env.globals["standing_of"] = standing
    app.jinja_env.globals["last_session"] = last_session
    app.jinja_env.globals["when_and_where"] = when_and_where
    app.jinja_env.globals["years_of"] = years_of
