"""The office's pages about who comes: the list, the waiting list, the door, paper."""

from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories.network import (
    make_question,
    person,
    signed_up,
    statuses,
)
from tests.web.gatherings.browser import nynorsk

from byregion.audit.models import Event
from byregion.network.enums import QuestionKind

pytestmark = pytest.mark.django_db


def test_the_list_is_narrowed_and_taken_away_and_the_trail_says_so(operator, gathering):
    asked = make_question(gathering, QuestionKind.SEVERAL)
    signed_up(gathering, person("Åse Ås", region="region-0", answers={asked.pk: [1, 3]}))
    signed_up(gathering, person("=Formel X", region="region-1"))
    signed_up(gathering, person("Tredje X"))
    page = nynorsk("office:registrations", args=[gathering.pk])
    assert "Åse Ås" in operator.get(page).text
    narrowed = operator.get(page, {"status": "waiting"}).text
    assert "Tredje X" in narrowed
    assert "Åse Ås" not in narrowed
    assert "Åse Ås" in operator.get(page, {"q": "ase", "region": "region-0"}).text
    assert "Tredje X" in operator.get(page, {"region": "-"}).text
    text = operator.get(nynorsk("office:registrations-csv", args=[gathering.pk])).content.decode()
    assert "Raud, Blå" in text
    assert "'=Formel X" in text
    book = load_workbook(
        BytesIO(operator.get(nynorsk("office:registrations-xlsx", args=[gathering.pk])).content)
    )
    assert [row[2].value for row in book["registrations"].iter_rows(min_row=2)] == [
        "Åse Ås",
        "'=Formel X",
        "Tredje X",
    ]
    acts = list(
        Event.objects.filter(act__startswith="registrations.").values_list("act", "details")
    )
    assert ("registrations.exported", {"people": 3}) in acts
    assert ("registrations.read", {"people": 1}) in acts


def test_the_operator_gives_a_place_declines_and_cancels(operator, gathering):
    gathering.needs_approval = True
    gathering.save()
    one, two, three = (signed_up(gathering, person(f"Nr{number} X")) for number in range(3))

    def act(party, act, **more):
        address = nynorsk("office:party-act", args=[gathering.pk, party.key])
        return operator.post(address, {"act": act, **more})

    assert act(two, "give", back="waiting").url.endswith("venteliste/")
    act(one, "decline")
    act(three, "cancel")
    act(three, "nonsense")
    assert [statuses(party) for party in (one, two, three)] == [
        ["declined"],
        ["confirmed"],
        ["cancelled"],
    ]
    page = nynorsk("office:party", args=[gathering.pk, two.key])
    assert "Nr1 X" in operator.get(page).text
    gone = nynorsk("office:party", args=[gathering.pk, uuid4()])
    assert operator.get(gone).status_code == 302


def test_the_door_checks_in_and_takes_back(operator, gathering):
    party = signed_up(gathering, person("Kari X"), person("Ola X"))
    waiting = signed_up(gathering, person("Venter X"))
    kari = party.registrations.first()
    address = nynorsk("office:check-in", args=[gathering.pk, kari.pk])
    answer = operator.post(address, {"q": "kar"})
    assert answer.url == f"{nynorsk('office:door', args=[gathering.pk])}?q=kar#p{kari.pk}"
    kari.refresh_from_db()
    assert kari.checked_in_at is not None
    page = operator.get("/en" + nynorsk("office:door", args=[gathering.pk])).text
    assert "1 of 2 have come" in page
    assert "Venter X" not in page
    operator.post(address, {"undo": "1"})
    kari.refresh_from_db()
    assert kari.checked_in_at is None
    late = waiting.registrations.get()
    operator.post(nynorsk("office:check-in", args=[gathering.pk, late.pk]))
    late.refresh_from_db()
    assert late.checked_in_at is None


@pytest.mark.parametrize("name", ["badges", "door-list"])
def test_paper_for_the_door_names_everybody_with_a_place(operator, gathering, name):
    gathering.capacity = 12
    gathering.save()
    for number in range(12):
        signed_up(gathering, person(f"Nr{number} Søn-Åsæter", organisation="Bodø kommune"))
    signed_up(gathering, person("Ventar Ventesen"))
    answer = operator.get(nynorsk(f"office:{name}", args=[gathering.pk]))
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    text = "".join(page.extract_text() for page in read.pages)
    assert all(f"Nr{number} Søn" in text for number in range(12))
    assert "Ventesen" not in text
    assert len(read.pages) == (2 if name == "badges" else 1)
    assert read.trailer["/Root"]["/Lang"].startswith("nn")


def test_badges_of_nobody_say_so(operator, gathering):
    answer = operator.get("/en" + nynorsk("office:badges", args=[gathering.pk]))
    read = PdfReader(BytesIO(answer.content))
    assert "Nobody has a place yet" in read.pages[0].extract_text()
