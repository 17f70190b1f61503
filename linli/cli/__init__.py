"""The command line: `linli …`, for operators. Bad input ends with one clear line and a non-zero status."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from config import BadSetting
from linli.kernel.refusals import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def linli() -> None:
    """邻礼通的命令行。每个命令都有 --help。"""


def assembled() -> Flask:
    """The application; imported only here and only when asked for, so that other commands start quickly."""
    from linli.app import create_app

    return create_app()


@contextmanager
def application() -> Iterator[None]:
    """Run a command's work inside the application."""
    with assembled().app_context():
        yield


def _gather() -> None:
    """Every module beside this one may add commands to `linli` by being imported."""
    for found in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{found.name}")


def main() -> None:
    """Run the command that was typed."""
    if sys.argv[1:2] == ["verify"]:  # imports nothing of the application, on purpose
        from linli.verify import main as verify

        sys.exit(verify(sys.argv[2:]))
    _gather()
    try:
        linli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _complain("已中断，可以再次运行。", 130)
    except BadSetting as error:
        _complain(f"设置有误：{error}", 2)
    except Refusal as no:
        fields = "；".join(f"{name}：{'、'.join(texts)}" for name, texts in no.field_errors.items())
        _complain(f"{no.sentence}{fields}", 1)


def _complain(line: str, status: int) -> None:
    click.echo(line, err=True)
    sys.exit(status)
