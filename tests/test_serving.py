"""Taking the port, saying why not, and ending: the real web server on real sockets."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.live import LiveServer, ServedProcess, served
from tests.waiting import wait_until
from workshop import cli, serving
from workshop.settings import BadSetting, Settings, read_port, secret_key


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program, which answers nothing, listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def hello(_environ: dict, start_response: object) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


@pytest.fixture
def galley() -> Iterator[LiveServer]:
    """Something that answers as every Galley does."""
    with served(hello) as server:
        yield server


def port_of(server: LiveServer) -> int:
    return int(server.url.rpartition(":")[2])


def test_server_answers_at_the_address_it_took(galley: LiveServer) -> None:
    with urllib.request.urlopen(galley.url, timeout=10) as answer:
        assert answer.read() == b"hello"


def test_port_of_another_program_is_told_with_the_next_one_to_try(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "is_galley", lambda host, port: False)  # asking it takes until the timeout
    with pytest.raises(serving.CannotServe) as refused:
        serving.listen("127.0.0.1", taken)
    assert refused.value.sentence == f"Another program uses port {taken}. Take another: --port {taken + 1}"


def test_program_that_does_not_answer_is_no_galley(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "ANSWER_WITHIN_SECONDS", 0.2)
    assert not serving.is_galley("127.0.0.1", taken)


def test_second_start_leads_to_the_galley_that_runs(
    galley: LiveServer, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(serving, "show_in_browser", lambda address, wanted: opened.append((address, wanted)))

    assert serving.serve(replace(settings, port=port_of(galley), open_browser=True)) == 0

    assert capsys.readouterr().out == f"Galley is already running at {galley.url}/\n"
    assert opened == [(f"{galley.url}/", True)]


def test_request_under_way_can_still_wake_the_server_while_that_ends() -> None:
    begun, woken = threading.Event(), threading.Event()

    def answer_late(environ: dict, start_response: object) -> list[bytes]:
        is_hung_up = environ["waitress.client_disconnected"]
        begun.set()
        while not is_hung_up():
            time.sleep(0.01)
        is_hung_up.__self__.server.pull_trigger()
        woken.set()
        return hello(environ, start_response)

    with ThreadPoolExecutor(1) as client:
        with served(answer_late) as server:
            asked = client.submit(urllib.request.urlopen, server.url, timeout=10)
            assert begun.wait(5)
        assert asked.exception(5) is not None

    assert woken.wait(1)


@pytest.mark.parametrize("port", [22, 5060, 6000, 6667, 10080])
def test_port_that_browsers_refuse_is_not_taken(port: int) -> None:
    with pytest.raises(serving.CannotServe, match="Browsers refuse"):
        serving.listen("127.0.0.1", port)


def test_host_that_is_elsewhere_is_told() -> None:
    with pytest.raises(serving.CannotServe, match="This machine has no address"):
        serving.listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765/"),
        ("0.0.0.0", "http://127.0.0.1:8765/"),
        ("::", "http://[::1]:8765/"),
        ("desk.local", "http://desk.local:8765/"),
    ],
)
def test_address_is_one_that_this_machine_can_open(host: str, address: str) -> None:
    assert serving.address_of(host, 8765) == address


def test_browser_opens_only_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(serving.webbrowser, "open", opened.append)
    monkeypatch.setattr(serving.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    serving.show_in_browser("http://127.0.0.1:8765/", True)
    monkeypatch.setenv("DISPLAY", ":0")
    serving.show_in_browser("http://127.0.0.1:8765/", False)
    assert opened == []
    serving.show_in_browser("http://127.0.0.1:8765/", True)
    assert wait_until(lambda: opened)
    assert opened == ["http://127.0.0.1:8765/"]


def test_instance_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "instance").touch()
    with pytest.raises(serving.CannotServe, match=r"cannot keep its files in .*GALLEY_INSTANCE names another"):
        serving.make_app(Settings.from_environment({}, instance=tmp_path / "instance"))


def test_database_without_its_driver_is_told(tmp_path: Path) -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgresql+pg8000://u@127.0.0.1:9/x"}, instance=tmp_path)
    with pytest.raises(serving.CannotServe, match="'pg8000' is not installed"):
        serving.make_app(settings)


def test_database_that_is_none_is_told(tmp_path: Path) -> None:
    settings = Settings.from_environment({"DATABASE_URL": "nonsense"}, instance=tmp_path)
    with pytest.raises(serving.CannotServe, match="DATABASE_URL names cannot be used"):
        serving.make_app(settings)


def test_full_disk_is_told(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, instance=tmp_path)
    assert serving.why_not_kept(settings, OSError(28, "No space left on device")).startswith("The disk is full")


def test_first_start_makes_the_database(settings: Settings, served_process: ServedProcess) -> None:
    shutil.rmtree(settings.instance)
    served_process.start()
    with urllib.request.urlopen(served_process.url, timeout=10) as answer:
        assert answer.status == 200
    assert (settings.instance / "galley.sqlite3").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_server_ends_soon_and_with_a_word_when_told_to(served_process: ServedProcess, how: signal.Signals) -> None:
    served_process.start()
    process = served_process.process
    with urllib.request.urlopen(served_process.url, timeout=10):
        pass
    process.send_signal(how)
    rest, _ = process.communicate(timeout=10)
    assert "Galley has ended" in rest
    assert process.returncode == 0


def test_open_stream_does_not_hold_up_the_end() -> None:
    ended = threading.Event()

    def stream(_environ: dict, start_response: object) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        while not ended.wait(0.05):
            yield b": still here\n\n"

    with served(stream) as server:
        answer = urllib.request.urlopen(server.url, timeout=10)
        assert answer.readline() == b": still here\n"
        began = time.monotonic()
    took = time.monotonic() - began
    ended.set()
    answer.close()
    assert took < serving.PATIENCE_SECONDS + 2


@pytest.mark.parametrize("text", ["", "eighty", "-1", "65536", "8765 ", "８７６５"])
def test_text_that_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(BadSetting):
        read_port(text)


def test_environment_chooses_the_settings(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"GALLEY_INSTANCE": str(tmp_path), "DATABASE_URL": "", "LANGUAGETOOL_URL": "http://lt:8081", "PORT": "9000"}
    )
    assert settings == Settings(
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path}/galley.sqlite3",
        languagetool_url="http://lt:8081",
        host="127.0.0.1",
        port=9000,
        open_browser=True,
    )


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "instance")
    assert len(key) == 64
    assert secret_key(tmp_path / "instance") == key
    files = list((tmp_path / "instance").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [("secret_key", 0o600)]


def test_secret_key_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_first_of_two_secret_keys_made_at_once_stays(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(tmp_path), range(8)))
    assert len(keys) == 1


def test_unknown_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["sevre"]) == 2
    assert capsys.readouterr().err == "There is no command 'sevre'. python3 app.py --help lists them.\n"


def test_help_names_every_command() -> None:
    text = (Path(cli.__file__).parent.parent / "app.py").read_text("utf-8").partition('"""\n\n')[0]
    assert {name for name in cli.COMMANDS if f"app.py {name} " not in text} == {"serve"}
