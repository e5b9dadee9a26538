"""The bundler: everything a browser needs to run `calculators`, made in one folder whose name is its content."""

from site_config.runtime.bundle import BundleError, build_runtime
from site_config.runtime.manifest import Manifest, read_manifest

__all__ = ["BundleError", "Manifest", "build_runtime", "read_manifest"]
