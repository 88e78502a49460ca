from config.management.commands.events_table import START, table


def test_the_documented_events_table_is_the_real_one():
    from tests.architecture.test_house import ROOT

    text = (ROOT / "docs/architecture.md").read_text()
    assert table() in text, "run: manage.py events_table --write"
    assert START in text
