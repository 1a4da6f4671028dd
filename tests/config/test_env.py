"""The environment fails at start with a sentence that says how to mend it."""

import pytest

from byregion.config.env import BadEnvironment, Env, database


def read(tmp_path, **values):
    return Env.read({"BYREGION_DATA": str(tmp_path), **values})


def test_everything_has_a_default(tmp_path):
    env = read(tmp_path)
    assert env.page_cache
    assert not env.debug
    assert env.contact == ""
    assert read(tmp_path).secret_key == env.secret_key


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("BYREGION_DEBUG", "perhaps", "must be 1 or 0, not 'perhaps'"),
        ("BYREGION_CONTACT", "post", "must be an e-mail address, not 'post'"),
        ("BYREGION_REPORT_WORKER", "celery", "must be one of thread, command, not 'celery'"),
        ("BYREGION_COMPUTE_BURST", "0", "must be a whole number from 1, not '0'"),
        ("BYREGION_REPORT_DAYS", "1.5", "must be a whole number from 1, not '1.5'"),
        ("BYREGION_TRUSTED_PROXIES", "10.0.0.1, proxy", "must be addresses or networks"),
    ],
)
def test_wrong_values_are_told(tmp_path, name, value, message):
    with pytest.raises(BadEnvironment, match=message):
        read(tmp_path, **{name: value})


def test_database_address_must_be_postgresql(tmp_path):
    with pytest.raises(BadEnvironment, match="must look like postgresql://"):
        database("mysql://here/db", tmp_path)
    assert database("postgresql://me:p%40ss@h:5433/db", tmp_path)["PASSWORD"] == "p@ss"


def test_proxies_are_addresses_or_networks(tmp_path):
    assert read(tmp_path).trusted_proxies == []
    told = read(tmp_path, BYREGION_TRUSTED_PROXIES="10.0.0.0/8, 2001:db8::1,")
    assert told.trusted_proxies == ["10.0.0.0/8", "2001:db8::1"]
