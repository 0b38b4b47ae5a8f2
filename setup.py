"""Build the native kernel where there is a compiler; everything else is in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_ext import build_ext

NATIVE = Path("evalharness", "text", "native")
LIMITED_API = "0x030B0000"  # 3.11: one binary for it and all later versions

kernel = Extension(
    "evalharness.text._kernel",
    sources=[path.as_posix() for path in sorted(NATIVE.glob("*.c"))],
    depends=[path.as_posix() for path in sorted(NATIVE.glob("*.h"))],
    define_macros=[("Py_LIMITED_API", LIMITED_API)],
    py_limited_api=True,
    optional=True,  # without it the Python engine gives the same numbers
)


class BuildExtension(build_ext):
    """Adds what only compilers in the manner of GCC understand."""

    def build_extensions(self) -> None:
        """Build with their options."""
        if self.compiler.compiler_type in ("unix", "mingw32"):
            for extension in self.extensions:
                extension.extra_compile_args += ["-std=c11", "-O3"]
        super().build_extensions()


class BuildWheel(bdist_wheel):
    """Names the wheel after what is in it: any platform where the kernel could not be built."""

    def finalize_options(self) -> None:
        """Ask for the tag of the limited API."""
        self.py_limited_api = "cp311"
        super().finalize_options()

    def run(self) -> None:
        """Build first, so that what was built decides what kind of wheel it is."""
        if not self.skip_build:
            self.run_command("build")
        built = self.get_finalized_command("build_ext").get_outputs()
        if not any(Path(path).exists() for path in built):
            self.root_is_pure = True
        super().run()

    def get_tag(self) -> tuple[str, str, str]:
        """(python, abi, platform)."""
        return ("py3", "none", "any") if self.root_is_pure else super().get_tag()


setup(ext_modules=[kernel], cmdclass={"build_ext": BuildExtension, "bdist_wheel": BuildWheel})
