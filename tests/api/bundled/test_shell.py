"""The shell as a person uses it on the real land: what it prints, saves and returns."""

from __future__ import annotations

import json
import socket

import pytest

from api.commands.run import listen
from geo.errors import PortTaken

ASK = ("--industry", "食品饮料", "--area", "133")
FOOD = {"industry": "食品饮料", "area_mu": 133}
COMMANDS = [
    "",
    "serve",
    "plan show",
    "plan check",
    "import",
    "versions",
    "versions rollback",
    "versions diff",
    "land",
    "match",
    "why",
    "compare",
    "export plate",
    "holds list",
    "holds add",
    "holds release",
    "replay",
    "doctor",
    "backup",
    "restore",
]


def test_the_shell_and_the_api_answer_the_same_bytes(client, process):
    done = process("match", *ASK, "--json")

    assert done.returncode == 0
    assert done.stdout == client.post("/api/v1/matches", json=FOOD).content


def test_a_match_of_land_in_pieces_is_the_same_bytes_and_is_replayed(process, tmp_path):
    assert process("parts", tmp_path / "pieces").returncode == 0

    far = process("match", *ASK, "--parts", tmp_path / "pieces", "--cluster", "local", "--json")
    again = process("replay", json.loads(far.stdout)["replay"]["answer"], "--json")

    assert far.stdout == process("match", *ASK, "--json").stdout
    assert again.stdout == far.stdout


def test_every_option_reaches_the_brief_that_the_api_takes(client, luodi):
    options = ["--min", 20, "--max", 140, "--axis", "嵩山路", "--use", "1001"]
    options += ["--utility", "road,water", "--at-most", "metro_m=9000"]
    brief = {
        "area_min_mu": 20,
        "area_max_mu": 140,
        "axis": "嵩山路",
        "use_codes": ["1001"],
        "utilities": ["road", "water"],
        "at_most": {"metro_m": 9000},
        "weights": {"price": 40},
        "k": 3,
    }

    done = luodi("match", *ASK, *options, "--weight", "price=40", "-k", 3, "--json")

    assert done.stdout_bytes == client.post("/api/v1/matches", json=FOOD | brief).content


def test_a_brief_in_a_file_is_the_same_as_options(luodi, tmp_path):
    file = tmp_path / "brief.toml"
    file.write_text('industry = "食品饮料"\narea_mu = 133\n', encoding="utf-8")

    assert luodi("match", file, "--json").stdout_bytes == luodi("match", *ASK, "--json").stdout_bytes


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese_and_then_in_english(luodi, command):
    done = luodi(*command.split(), "--help")

    said = done.stdout
    chinese = next(at for at, sign in enumerate(said) if "一" <= sign <= "鿿")
    assert done.exit_code == 0
    assert any(word.isascii() and word.isalpha() and len(word) > 1 for word in said[chinese:].split())


def test_an_answer_is_printed_in_chinese_with_area_in_mu_first(luodi):
    done = luodi("match", *ASK)

    assert done.exit_code == 0
    assert "亩 (" in done.stdout
    assert "示意数据" in done.stdout
    assert "答复编号" in done.stdout


def test_an_answer_is_printed_in_english_on_request(luodi):
    assert "Illustrative" in luodi("match", *ASK, "--lang", "en").stdout


def test_nothing_fits_is_exit_4_with_the_ways_out(luodi):
    done = luodi("match", *ASK, "--price-max", 1)

    assert done.exit_code == 4
    assert "最省的放宽办法" in done.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--industry", "火锅"),
        ("--industry", "食品饮料", "--area", "nan"),
        ("--industry", "食品饮料", "--area", "-5"),
        ("--industry", "食品饮料", "--area", "88666"),
        ("--industry", "食品饮料", "--min", "50", "--max", "20"),
        ("--industry", "食品饮料", "--at-most", "nothing=5"),
        ("--industry", "食品饮料", "--at-most", "metro_m"),
        ("nowhere.toml",),
    ],
    ids=" ".join,
)
def test_a_bad_brief_is_exit_3_told_twice_and_without_a_traceback(luodi, wrong):
    done = luodi("match", *wrong)

    zh, en = done.stderr.strip().splitlines()
    assert done.exit_code == 3
    assert any("一" <= sign <= "鿿" for sign in zh)
    assert en.lstrip()[0].isascii()
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_wrong_use_is_exit_2(luodi):
    assert luodi("match").exit_code == 2
    assert luodi("match", "--nothing").exit_code == 2


def test_a_port_in_use_is_told_not_traced(process):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        done = process("serve", "--port", taken.getsockname()[1])

    assert done.returncode == 2
    assert "端口" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_free_port_is_ours_at_once():
    listener = listen("127.0.0.1", 0)

    with listener, pytest.raises(PortTaken):
        listen("127.0.0.1", listener.getsockname()[1])


def test_why_and_compare_answer_like_the_api(client, luodi):
    parcel = client.post("/api/v1/matches", json=FOOD).json()["suggestions"][0]["parcel_id"]

    why = luodi("why", parcel, *ASK, "--json")
    compared = luodi("compare", parcel, "EQ0001", *ASK, "--json")

    assert json.loads(why.stdout) == client.post(f"/api/v1/parcels/{parcel}/why", json=FOOD).json()
    assert [one["parcel_id"] for one in json.loads(compared.stdout)] == [parcel, "EQ0001"]


def test_a_parcel_that_is_not_there_is_exit_3(luodi):
    done = luodi("why", "NOWHERE", *ASK)

    assert done.exit_code == 3
    assert "NOWHERE" in done.stderr


def test_a_replay_works_the_answer_out_again_to_the_same_bytes(client, luodi):
    answer = client.post("/api/v1/matches", json=FOOD).json()["replay"]["answer"]

    done = luodi("replay", answer)

    assert done.exit_code == 0
    assert "逐字节相同" in done.stdout


def test_a_shortlist_is_saved_as_geojson_csv_and_workbook(luodi, tmp_path):
    files = {suffix: tmp_path / f"list.{suffix}" for suffix in ("geojson", "csv", "xlsx")}

    done = luodi("match", *ASK, *(word for suffix, file in files.items() for word in (f"--{suffix}", file)))

    assert done.exit_code == 0
    assert json.loads(files["geojson"].read_bytes())["type"] == "FeatureCollection"
    assert "示意数据" in files["csv"].read_text("utf-8-sig")
    assert files["xlsx"].read_bytes()[:2] == b"PK"


def test_the_ledger_sums_to_twenty_thousand_mu(luodi):
    rows = json.loads(luodi("land", "--by", "axis", "--json").stdout)

    assert sum(row["area_mu"] for row in rows) == pytest.approx(20_000, abs=5e-4)


def test_a_dry_run_saves_its_report_and_adds_no_version(luodi, service, tmp_path):
    out = tmp_path / "report.json"

    done = luodi("import", f"{service.plan.root}/{service.plan.parcels_file}", "--dry-run", "--report", out)

    assert done.exit_code == 0
    assert json.loads(out.read_bytes())["rejected"] == 0
    assert len(service.store.versions(service.plan.id)) == 1


def test_a_file_that_is_no_land_is_exit_3_and_changes_nothing(luodi, service, tmp_path):
    file = tmp_path / "empty.geojson"
    file.write_bytes(b"")

    done = luodi("import", file)

    assert done.exit_code == 3
    assert "✗" in done.stderr
    assert len(service.store.versions(service.plan.id)) == 1


def test_a_backup_is_restored_to_a_workspace_that_answers_the_same(luodi, tmp_path):
    before = luodi("match", *ASK, "--json").stdout_bytes

    saved = luodi("backup", tmp_path / "all.tar.gz")
    restored = luodi("restore", tmp_path / "all.tar.gz", home=tmp_path / "again")
    after = luodi("match", *ASK, "--json", home=tmp_path / "again").stdout_bytes

    assert (saved.exit_code, restored.exit_code) == (0, 0)
    assert after == before


def test_the_bundled_plan_has_no_error(luodi):
    assert luodi("plan", "check").exit_code == 0
