"""The local web app: server-rendered, no build step, no request to anywhere else."""

from servanda.show.app.build import build

__all__ = ["build"]
