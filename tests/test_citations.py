"""Nothing is claimed that does not stand in a passage: a false quote takes its statement with it."""

import pytest

from assistant.citations import Draft, cite, stands_in
from assistant.corpus import Corpus
from assistant.domain import Caveat, Document, Language, Passage, Section, Source

PASSAGE = Passage("doc#om", "doc", "om", Language.NB, "Tittel", "Om", "En bro er\nlang. Den er 30 meter.")
DOCUMENT = Document(
    "doc",
    Language.NB,
    "Tittel",
    "method",
    (),
    (Section("om", "Om", PASSAGE.text, 1),),
    sources=(Source("A", "https://a.example/", "", ("mer",)), Source("B", "https://b.example/", "", ("om",))),
    caveats=(Caveat("x", ("om",), "Usikkert."), Caveat("y", ("mer",), "Gjelder ikke her.")),
)
CORPUS = Corpus({("doc", Language.NB): DOCUMENT})


@pytest.mark.parametrize("quote", ["En bro er\nlang.", "En bro er lang.", "Den er 30 meter.", "bro"])
def test_words_of_the_passage_stand_in_it(quote: str) -> None:
    assert stands_in(quote, PASSAGE)


@pytest.mark.parametrize(
    "quote", ["", " \n", "En bro er kort.", "Den er 31 meter.", "en bro", "lang. Den er … 30", "Tittel"]
)
def test_other_words_do_not(quote: str) -> None:
    assert not stands_in(quote, PASSAGE)


def test_a_false_quote_is_dropped_with_its_statement() -> None:
    cited = cite([Draft("Sant.", PASSAGE, "Den er 30 meter."), Draft("Usant.", PASSAGE, "Den er 300 meter.")], CORPUS)

    assert [statement.text for statement in cited.statements] == ["Sant."]
    assert [citation.quote for citation in cited.citations] == ["Den er 30 meter."]


def test_the_same_quote_is_cited_once() -> None:
    drafts = [
        Draft("Lang.", PASSAGE, "En bro er\nlang."),
        Draft("Målt.", PASSAGE, "Den er 30 meter."),
        Draft("Igjen.", PASSAGE, "En bro er lang."),
    ]

    cited = cite(drafts, CORPUS)

    assert [statement.citations for statement in cited.statements] == [(1,), (2,), (1,)]
    assert [citation.number for citation in cited.citations] == [1, 2]


def test_numbers_continue_after_those_already_cited() -> None:
    first = cite([Draft("Lang.", PASSAGE, "En bro er lang.")], CORPUS)

    second = cite([Draft("Målt.", PASSAGE, "Den er 30 meter.")], CORPUS, first.citations)

    assert [citation.number for citation in second.citations] == [1, 2]
    assert [statement.citations for statement in second.statements] == [(2,)]


def test_a_citation_carries_the_source_and_the_caveats_of_its_section() -> None:
    (citation,) = cite([Draft("Lang.", PASSAGE, "En bro er lang.")], CORPUS).citations

    assert (citation.url, citation.caveats) == ("https://b.example/", ("Usikkert.",))
    assert citation.link == "?doc=doc&section=om"
