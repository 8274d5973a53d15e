"""The shell as a person meets it: what it prints, in which language, and how it ends."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import orjson
import pytest
from fastapi.testclient import TestClient
from typer.main import get_command

from api.cli import app
from api.commands.run import listen
from geo.errors import PortTaken
from tests.loops import run

WORDS = ("--industry", "食品饮料", "--area", "60")
FAMILIES = {
    "plan": ("show", "check"),
    "versions": ("show", "diff", "rollback", "report"),
    "holds": ("list", "add", "release"),
    "decisions": ("list", "rules", "add", "withdraw"),
}
COMMANDS = [
    "serve",
    "match",
    "ask",
    "parts",
    "assemble",
    "cut",
    "hall",
    "robust",
    "prices",
    "twins",
    "why",
    "compare",
    "replay",
    "import",
    "versions",
    "land",
    "at",
    "within",
    "nearest",
    "split",
    "merge",
    "redraw",
    "alter",
    "lineage",
    "allocate",
    "ledger",
    "neighbours",
    "project",
    "projects",
    "reverse",
    "same",
    "schedule",
    "standards",
    "findings",
    "code",
    "doctor",
    "backup",
]
COMMANDS += [
    "restore",
    "export plate",
    "export deck",
    "export sheet",
    "export atlas",
    "export page",
    "export land",
    "export corners",
    *(f"{one} {two}" for one, rest in FAMILIES.items() for two in rest),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_in_chinese_and_english(luodi, command: str):
    done = luodi(*command.split(), "--help")

    assert done.exit_code == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stdout)
    assert any(word in done.stdout for word in (" the ", " a ", " of ", " by ", " is "))


def test_no_command_goes_untested():
    offered = set(get_command(app).commands)  # type: ignore[attr-defined]

    assert offered == {command.split()[0] for command in COMMANDS}


def test_a_match_lists_parcels_counts_and_notice_in_chinese(luodi):
    done = luodi("match", *WORDS)

    assert done.exit_code == 0
    assert "符合 4 / 6 宗" in done.stdout
    assert "! 示意数据: 试验" in done.stdout
    assert "60.0亩 (40,000㎡)" in done.stdout
    assert "净地" in done.stdout
    assert done.stdout.index("A1") < done.stdout.index("A2")


def test_a_match_speaks_english_when_asked(luodi):
    done = luodi("match", *WORDS, "--lang", "en")

    told = [line for line in done.stdout.splitlines() if "地块" not in line]
    assert "4 of 6 fit" in done.stdout
    assert "Illustrative data: a test" in done.stdout
    assert not any("\u4e00" <= char <= "\u9fff" for char in "".join(told))


def test_the_document_is_that_of_http_byte_for_byte(luodi, client: TestClient):
    over_http = client.post("/api/v1/matches", json={"industry": "食品饮料", "area_mu": 60})

    in_the_shell = luodi("match", *WORDS, "--json")

    assert in_the_shell.stdout_bytes == over_http.content


def test_every_option_of_a_brief_says_what_its_field_says(luodi, client: TestClient):
    brief = {
        "industry": "food",
        "area_min_mu": 50,
        "area_max_mu": 70,
        "axis": "main",
        "park": "west",
        "within": ["park"],
        "use_codes": ["1001"],
        "price_max_wan_per_mu": 90,
        "far_min": 0.5,
        "height_min_m": 10,
        "net_by": "2030-01-01",
        "utilities": ["road", "water"],
        "at_most": {"metro_m": 1500},
        "at_least": {"width_m": 50},
        "weights": {"metro": 2, "price": 1},
        "k": 3,
    }
    words = """--industry food --min 50 --max 70 --axis 主轴 --park 西园 --within park --use 1001
        --price-max 90 --far-min 0.5 --height-min 10 --net-by 2030-01-01 --utility road,water
        --at-most metro_m=1500 --at-least width_m=50 --weight metro=2 --weight price=1 -k 3"""

    done = luodi("match", *words.split(), "--json")

    assert done.stdout_bytes == client.post("/api/v1/matches", json=brief).content


def test_judgements_can_be_given_as_pairs(luodi):
    done = luodi("match", *WORDS, "--pair", "metro:price=3", "--json")

    assert orjson.loads(done.stdout)["weights"] == pytest.approx({"metro": 0.75, "price": 0.25})


def test_a_brief_is_read_from_a_file_and_options_win(luodi, tmp_path: Path):
    file = tmp_path / "需求.toml"
    file.write_text('industry = "食品"\narea_target_mu = 500\nnet_by = 2030-01-01\nk = 2\n', encoding="utf-8")

    done = luodi("match", file, "--area", "60", "--json")

    told = orjson.loads(done.stdout)["brief"]
    assert (told["area_target_mu"], told["net_by"], told["k"]) == (60.0, "2030-01-01", 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("industry = ", "TOML"),
        ('industry = "食品"\naera_mu = 60', "area_mu"),
        ('industry = "食品"\narea_mu = "六十"', "应为数值"),
        ('industry = "食品"\narea_mu = nan', "不是数值"),
    ],
)
def test_a_broken_file_of_a_brief_is_told(luodi, tmp_path: Path, text: str, said: str):
    file = tmp_path / "brief.toml"
    file.write_text(text, encoding="utf-8")

    done = luodi("match", file)

    assert done.exit_code == 3
    assert said in done.stderr


def test_nothing_fits_ends_with_four_and_a_way_out(luodi):
    done = luodi("match", "--industry", "食品", "--area", "100")

    assert done.exit_code == 4
    assert "没有地块同时满足全部硬约束" in done.stdout
    assert "最省的放宽办法" in done.stdout
    assert "面积下限 80亩 → 60亩" in done.stdout.replace("59.9亩", "60亩")


@pytest.mark.parametrize(
    "words",
    [
        ("match",),
        ("match", "--industry"),
        ("match", *WORDS, "--area", "many"),
        ("land", "--by", "owner"),
        ("fly",),
    ],
)
def test_wrong_use_ends_with_two(luodi, words: tuple[str, ...]):
    assert luodi(*words).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("match", "--industry", "火箭"),
        ("match", *WORDS, "--min", "70", "--max", "50"),
        ("match", "--industry", "食品", "--area", "nan"),
        ("match", "--industry", "食品", "--area", "40000"),
        ("match", *WORDS, "--at-most", "metro_m"),
        ("why", "Z9", *WORDS),
        ("replay", "0000000000000000"),
        ("plan", "check", "/nowhere"),
        ("import", "/nowhere.gpkg"),
        ("holds", "release", "0"),
        ("holds", "add", "A1", "--project", "甲", "--until", "明天"),
    ],
)
def test_bad_input_ends_with_three_in_both_languages_and_no_traceback(luodi, words: tuple[str, ...]):
    done = luodi(*words)

    told = [line for line in done.stderr.splitlines() if line.startswith(("✗", "  "))]
    assert done.exit_code == 3
    assert len(told) == 2
    assert "Traceback" not in done.output


def test_why_tells_what_struck_a_parcel_out(luodi):
    done = luodi("why", "A5", *WORDS)

    assert done.exit_code == 0
    assert "不符合" in done.stdout
    assert "已供地" in done.stdout
    assert "刚性" in done.stdout


def test_compare_sets_parcels_side_by_side(luodi, tmp_path: Path):
    file = tmp_path / "brief.toml"
    file.write_text('industry = "食品"\narea_mu = 60\n', encoding="utf-8")

    by_options = luodi("compare", "A1", "A4", *WORDS)
    by_file = luodi("compare", "A1", "A4", file)

    assert by_options.exit_code == 0
    assert by_options.stdout == by_file.stdout
    assert "地铁便利" in by_options.stdout


def test_an_answer_is_replayed_and_proven_the_same(luodi):
    told = luodi("match", *WORDS, "--json")
    name = orjson.loads(told.stdout)["replay"]["answer"]

    again, proven = luodi("replay", name, "--json"), luodi("replay", name)

    assert again.stdout_bytes == told.stdout_bytes
    assert "逐字节相同" in proven.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assemble", *WORDS), "候选"),
        (("robust", *WORDS, "--vectors", "50"), "居首的概率"),
        (("allocate", "{projects}"), "第一项目"),
    ],
)
def test_every_kind_of_answer_is_replayed_and_proven_the_same(luodi, tmp_path, words, said):
    projects = tmp_path / "projects.json"
    projects.write_text(
        '[{"id": "a", "name": "第一项目", "industry": "food", "pool": "signed", "area_mu": 60}]'
    )
    told = luodi(*(word.format(projects=projects) for word in words), "--json")
    name = orjson.loads(told.stdout)["replay"]["answer"]

    again, proven = luodi("replay", name, "--json"), luodi("replay", name)

    assert again.stdout_bytes == told.stdout_bytes
    assert "逐字节相同" in proven.stdout
    assert said in proven.stdout


def test_a_replay_sees_land_as_it_was_held_then(luodi):
    name = orjson.loads(luodi("match", *WORDS, "--json").stdout)["replay"]["answer"]
    luodi("holds", "add", "A1", "--project", "甲项目")

    proven = luodi("replay", name)

    assert "逐字节相同" in proven.stdout


def test_an_answer_from_held_land_is_replayed_also_when_that_was_released(luodi):
    hold = orjson.loads(luodi("holds", "add", "A1", "--project", "甲项目", "--json").stdout)[0]["id"]
    name = orjson.loads(luodi("match", *WORDS, "--json").stdout)["replay"]["answer"]
    luodi("holds", "release", hold)

    proven = luodi("replay", name)

    assert "逐字节相同" in proven.stdout


def test_holds_are_added_listed_and_released(luodi):
    added = luodi(
        "holds", "add", "A1", "A2", "--project", "甲项目", "--who", "王工", "--until", "2030-01-01", "--json"
    )
    again = luodi("holds", "add", "A2", "--project", "乙项目")
    listed = orjson.loads(luodi("holds", "list", "--json").stdout)
    released = [luodi("holds", "release", one["id"]).exit_code for one in orjson.loads(added.stdout)]

    assert [(one["parcel_id"], one["who"], one["until"]) for one in listed] == [
        ("A1", "王工", "2030-01-01"),
        ("A2", "王工", "2030-01-01"),
    ]
    assert again.exit_code == 3
    assert "甲项目" in again.stderr
    assert released == [0, 0]
    assert orjson.loads(luodi("holds", "list", "--json").stdout) == []


def test_held_land_is_struck_out_and_counted_in_the_ledger(luodi):
    luodi("holds", "add", "A1", "--project", "甲项目")

    told = orjson.loads(luodi("match", *WORDS, "--json").stdout)
    rows = orjson.loads(luodi("land", "--by", "park", "--json").stdout)

    assert [one["parcel_id"] for one in told["suggestions"]] == ["A2", "A3", "A4"]
    assert {row["key"]: round(row["held_mu"], 3) for row in rows} == {"west": 60.0, "": 0.0}


@pytest.mark.parametrize("by", ["axis", "zone", "park", "use", "status"])
def test_the_ledger_is_printed_with_names_and_a_sum(luodi, by: str):
    done = luodi("land", "--by", by)

    assert done.exit_code == 0
    assert "合计" in done.stdout
    assert "360.0" in done.stdout


def test_a_plan_is_shown_and_checked(luodi, client: TestClient):
    shown, document, checked = luodi("plan", "show"), luodi("plan", "show", "--json"), luodi("plan", "check")

    over_http = client.get("/api/v1/plan").json()
    assert "主轴" in shown.stdout
    assert orjson.loads(document.stdout)["axes"] == over_http["axes"]
    assert "✓ 试验区" in checked.stdout


def test_a_sound_workspace_passes_and_a_damaged_one_is_found(luodi, home: Path):
    sound = luodi("doctor", "--json")
    next(home.glob("versions/*/*/table.parquet")).write_bytes(b"damaged")

    damaged = luodi("doctor", "--json")

    workspace = [one for one in orjson.loads(damaged.stdout)["checks"] if "workspace" in one["check"]]
    assert {one["check"]: one["ok"] for one in orjson.loads(sound.stdout)["checks"]}["工作区 | workspace"]
    assert damaged.exit_code == 1
    assert "table.parquet" in workspace[0]["found"]


def test_a_backup_restores_versions_holds_and_answers(luodi, tmp_path: Path):
    luodi("holds", "add", "A1", "--project", "甲项目")
    told = luodi("match", *WORDS, "--json")
    saved = luodi("backup", tmp_path / "all.tar")
    elsewhere = {"LUODI_HOME": str(tmp_path / "restored")}

    restored = luodi("restore", tmp_path / "all.tar", **elsewhere)

    again = luodi("match", *WORDS, "--json", **elsewhere)
    assert (saved.exit_code, restored.exit_code) == (0, 0)
    assert again.stdout_bytes == told.stdout_bytes


def test_a_backup_is_not_restored_over_a_workspace(luodi, tmp_path: Path):
    luodi("backup", tmp_path / "all.tar")

    done = luodi("restore", tmp_path / "all.tar")

    assert done.exit_code == 3
    assert luodi("match", *WORDS).exit_code == 0


def test_a_backup_that_cannot_be_written_is_told_so(luodi, tmp_path: Path):
    done = luodi("backup", tmp_path)

    assert done.exit_code == 3
    assert "不能写入" in done.stderr
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []


def test_a_server_that_does_not_answer_is_named_without_its_password(luodi):
    done = luodi("match", *WORDS, LUODI_DATABASE_URL="postgresql://somebody:secret@127.0.0.1:1/db")

    assert done.exit_code == 2
    assert "LUODI_DATABASE_URL (postgresql://somebody:***@127.0.0.1:1/db)" in done.stderr
    assert "secret" not in done.output


def test_a_setting_that_cannot_be_meant_is_named(luodi):
    done = luodi("match", *WORDS, LUODI_LOG_LEVEL="loud")

    assert done.exit_code == 2
    assert "LUODI_LOG_LEVEL" in done.stderr


@pytest.mark.parametrize(
    ("url", "datum", "named"),
    [
        ("https://tiles.example/{z}/{x}.png", "wgs84", "LUODI_BASEMAP_URL"),
        ("https://tiles.example/{z}/{x}/{y}.png", "gcj02", "LUODI_BASEMAP_DATUM"),
    ],
)
def test_a_basemap_that_cannot_be_shown_is_refused_before_anything_is_loaded(
    luodi, tmp_path: Path, url: str, datum: str, named: str
):
    fresh = tmp_path / "fresh"

    done = luodi(
        "serve", "--port", 0, LUODI_HOME=str(fresh), LUODI_BASEMAP_URL=url, LUODI_BASEMAP_DATUM=datum
    )

    assert done.exit_code == 2
    assert named in done.stderr
    assert not fresh.exists()


def test_a_taken_port_is_told_before_anything_is_loaded(luodi, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = luodi("serve", "--port", other.getsockname()[1], LUODI_HOME=str(tmp_path / "fresh"))

    assert done.exit_code == 2
    assert "--port" in done.stderr
    assert not (tmp_path / "fresh").exists()


def test_an_address_of_another_machine_cannot_be_listened_on():
    with pytest.raises(PortTaken, match=r"192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_an_answer_is_sent_at_once_however_small_its_pieces():
    async def asked() -> int:
        sends_at_once: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            ours = writer.get_extra_info("socket")
            sends_at_once.set_result(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen("127.0.0.1", 0) as listener:
            async with await asyncio.start_server(connected, sock=listener):
                _, writer = await asyncio.open_connection(*listener.getsockname())
                told = await sends_at_once
                writer.close()
        return told

    assert run(asked())


def test_the_first_match_loads_the_plans_own_parcels_under_a_bar(luodi, tmp_path: Path):
    done = luodi("match", *WORDS, LUODI_HOME=str(tmp_path / "fresh"))

    assert done.exit_code == 0
    assert "载入“试验区”自带的地块" in done.stderr
    assert "量算" in done.stderr
    assert "载入" not in luodi("match", *WORDS, LUODI_HOME=str(tmp_path / "fresh")).stderr
