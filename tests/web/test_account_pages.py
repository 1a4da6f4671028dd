"""One's account: every page in every language, and signing in by password and second step."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.factories.people import PASSWORD, SECRET, add_second_factor, make_person

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.people.enums import Role
from byregion.people.models import User

pytestmark = pytest.mark.django_db
LANGUAGES = ["nn", "nb", "en"]
OPEN = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
OWN = [
    "account_profile",
    "account_kept",
    "account_erase",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "socialaccount_connections",
]


@pytest.fixture(autouse=True)
def _no_attempts_yet(settings):
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def code(at=None):
    return format_hotp_value(hotp_value(SECRET, int((at or time.time()) // 30)))


def address(name, language="nn", **named):
    with override(language):
        return reverse(name, kwargs=named)


def sign_in(client, person, password=PASSWORD):
    return client.post(address("account_login"), {"login": person.email, "password": password})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPEN)
def test_a_page_before_signing_in_is_ours_in_every_language(client, name, language):
    response = client.get(address(name, language), follow=True)
    assert response.status_code == (401 if name == "socialaccount_login_error" else 200)
    check_page(response, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OWN)
def test_a_page_of_ones_own_is_ours_in_every_language(client, name, language):
    person = make_person(Role.OPERATOR, password=PASSWORD)
    sign_in(client, person)
    client.post(address("mfa_authenticate"), {"code": code()})
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(address(name, language))
    assert response.status_code == 200
    check_page(response, language)


def check_page(response, language):
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert 'class="site-header"' in page
    assert page.count("<h1>") == 1
    # Nothing inline: a script either has an address or is data.
    for opening in re.findall(r"<script[^>]*>", page):
        assert "src=" in opening or 'type="application/json"' in opening
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    if language != "en":
        # allauth's own words would be English in nynorsk.
        for word in ("Sign In", "Password:", "Email", "Please", "You are", "Your "):
            assert word not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_signing_in_needs_address_and_password(client):
    person = make_person(password=PASSWORD)
    wrong = sign_in(client, person, "not it at all")
    assert wrong.status_code == 200
    assert person.email in wrong.content.decode()
    assert "_auth_user_id" not in client.session
    right = sign_in(client, person)
    assert right.headers["Location"] == address("office:start")
    assert client.get(right.headers["Location"]).status_code == 200


def test_the_second_step_is_asked_for_and_needs_the_right_code(client):
    person = make_person(Role.ADMINISTRATOR, password=PASSWORD)
    assert sign_in(client, person).headers["Location"] == address("mfa_authenticate")
    assert client.get(address("office:start")).status_code == 302
    assert client.post(address("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(address("office:start")).status_code == 302
    client.post(address("mfa_authenticate"), {"code": code()})
    assert client.get(address("office:start")).status_code == 200


def test_staff_without_a_second_step_are_sent_to_set_one(signed_in_as):
    client = signed_in_as(Role.ASSESSOR, second_factor=False)
    response = client.get(address("office:start"))
    assert response.headers["Location"] == address("mfa_index")
    add_second_factor(client.person)
    assert client.get(address("office:start")).status_code == 200


def test_a_member_needs_no_second_step_and_may_have_one(signed_in_as):
    client = signed_in_as(Role.MEMBER)
    assert client.get(address("office:start")).status_code == 200


def test_signing_in_leads_on_to_where_one_was_going(client):
    person = make_person(password=PASSWORD)
    asked = client.get(address("account_profile"))
    assert asked.headers["Location"].startswith(address("account_login"))
    response = client.post(
        asked.headers["Location"],
        {"login": person.email, "password": PASSWORD, "next": address("account_profile")},
    )
    assert response.headers["Location"] == address("account_profile")


def test_another_host_is_no_place_to_go_on_to(client):
    person = make_person(password=PASSWORD)
    response = client.post(
        address("account_login"),
        {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert response.headers["Location"] == address("office:start")


def test_guessing_passwords_is_stopped_even_for_the_right_one(client):
    person = make_person(password=PASSWORD)
    for attempt in range(5):
        sign_in(client, person, f"guess number {attempt}")
    stopped = sign_in(client, person)
    assert stopped.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_an_attempt_is_counted_by_the_client_that_a_trusted_proxy_names(client, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    for number in range(32):
        response = client.post(
            address("account_login"),
            {"login": f"nobody{number}@example.org", "password": "guess"},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR="192.0.2.7",
        )
    assert response.status_code == 429
    other = client.post(
        address("account_login"),
        {"login": "nobody@example.org", "password": "guess"},
        REMOTE_ADDR="10.0.0.1",
        HTTP_X_FORWARDED_FOR="192.0.2.8",
    )
    assert other.status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_a_letter_in_ones_own_language(client):
    person = make_person(password=PASSWORD, language="en")
    client.post(address("account_reset_password"), {"email": person.email})
    letter = Letter.objects.get()
    assert (letter.kind, letter.language, letter.person) == (
        "account_password_reset",
        "en",
        str(person.key),
    )
    assert letter.subject == "Choose a new password"
    link = re.search(r"http://testserver(\S+)", letter.text).group(1)
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    chosen = {"password1": "four boats in a blue bay", "password2": "four boats in a blue bay"}
    assert client.post(form, chosen).status_code == 302
    assert sign_in(client, person, "four boats in a blue bay").status_code == 302
    assert Letter.objects.filter(kind="account_notice").count() == 1
    used = Client().get(link, follow=True)
    assert "form" not in used.context or used.context["token_fail"]
    assert mail.outbox == []


def test_whether_an_address_has_an_account_is_not_told(client):
    response = client.post(address("account_reset_password"), {"email": "nobody@example.org"})
    assert response.headers["Location"] == address("account_reset_password_done")
    assert not Letter.objects.exists()
    person = make_person(password=PASSWORD)
    known = Client().post(address("account_reset_password"), {"email": person.email})
    assert known.headers["Location"] == response.headers["Location"]
    no_account = sign_in(client, User(email="nobody@example.org"), "not it at all")
    wrong = sign_in(Client(), person, "not it at all")
    said = [page.context["form"].errors for page in (no_account, wrong)]
    assert said[0] == said[1] != {}


def test_a_session_from_before_is_not_the_session_of_whoever_signs_in(client):
    person = make_person(Role.ADMINISTRATOR, password=PASSWORD)
    client.get(address("account_login"))
    sign_in(client, person)
    before = client.session.session_key
    assert before
    client.post(address("mfa_authenticate"), {"code": code()})
    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert planted.get(address("office:start")).status_code == 302


def test_that_somebody_signed_in_and_changed_a_way_in_is_in_the_trail(client):
    person = make_person(Role.ADMINISTRATOR, password=PASSWORD)
    sign_in(client, person)
    assert not Event.objects.filter(act="person.signed_in").exists()
    client.post(address("mfa_authenticate"), {"code": code()})
    event = Event.objects.get(act="person.signed_in")
    assert (event.actor, event.subject_key) == (str(person.key), str(person.key))
    assert event.details == {"steps": "password mfa"}
    chosen = {"password1": "four boats in a blue bay", "password2": "four boats in a blue bay"}
    client.post(address("account_change_password"), {"oldpassword": PASSWORD, **chosen})
    assert Event.objects.get(act="way_in.password_changed").actor == str(person.key)


def test_asking_for_new_passwords_again_and_again_is_stopped(client):
    person = make_person(password=PASSWORD)
    for _attempt in range(30):
        client.post(address("account_reset_password"), {"email": person.email})
    # Five letters a minute to one address, says allauth's limit.
    assert Letter.objects.filter(kind="account_password_reset").count() <= 5


def test_a_weak_password_is_refused_and_the_reason_said(client):
    person = make_person(password=PASSWORD)
    sign_in(client, person)
    response = client.post(
        address("account_change_password", "en"),
        {"oldpassword": PASSWORD, "password1": "1234567890", "password2": "1234567890"},
    )
    assert response.status_code == 200
    assert "too common" in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_address_counts_when_the_letter_to_it_is_answered(client):
    person = make_person(password=PASSWORD)
    old = person.email
    sign_in(client, person)
    client.post(address("account_email"), {"email": "new@example.org", "action_add": ""})
    assert User.objects.get().email == old
    letter = Letter.objects.get(kind="account_confirm_address")
    link = re.search(r"http://testserver(\S+)", letter.text).group(1)
    client.post(link)
    assert User.objects.get().email == "new@example.org"


def test_nobody_makes_an_account_without_an_invitation(client):
    response = client.post(
        address("account_signup"),
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert response.status_code == 200
    assert not User.objects.exists()


def test_a_public_page_has_no_cookie_and_offers_to_sign_in(client):
    response = client.get("/om/")
    assert not response.cookies
    assert address("account_login") in response.content.decode()


def test_the_header_names_who_is_signed_in(signed_in_as):
    client = signed_in_as(name="Åse Ørn")
    page = client.get("/om/").content.decode()
    assert "Åse Ørn" in page
    assert address("account_profile") in page
