"""Builds the native sampler and the gated layers of training; everything else about the package is in pyproject.toml.

The same C++ is built once for each level of processor, and the engine chooses among them when it runs. Every one is
optional: without a compiler, or with one that does not know a level, the package installs without it.
"""

import platform

from setuptools import Extension, setup  # type: ignore[import-untyped]
from setuptools.command.build_ext import build_ext  # type: ignore[import-untyped]
from setuptools.errors import CompileError  # type: ignore[import-untyped]

V2 = ["-msse4.2", "-mpopcnt"]
V3 = ["-mavx2", "-mfma"]
V4 = [*V3, "-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl"]
V4_VNNI = [*V4, "-mavx512vnni"]
V4_BF16 = [*V4_VNNI, "-mavx512bf16"]
HALF = "-mavx512fp16"
V4_AMX = [*V4_BF16, "-mamx-tile", "-mamx-bf16", HALF]
X86_LEVELS = {"v2": V2, "v3": V3, "v4": V4, "v4_vnni": V4_VNNI, "v4_bf16": V4_BF16, "v4_amx": V4_AMX}
"""The instructions that each level uses: those that generation/native/processor.c asks the processor for."""

COMMON = ["-O3", "-g0", "-fvisibility=hidden"]
FOLDER = "generation/native"
HEADERS = [
    "drawing", "float16", "int8", "memory", "network", "probe", "product", "reach", "rings", "rows_product", "shape",
    "stack", "stack_backward", "steering", "tiles", "vectors", "voices", "workers",
]  # fmt: skip


class BuildLibraries(build_ext):  # type: ignore[misc]
    """Builds plain shared libraries, which ctypes loads: they are no Python modules and have no PyInit function."""

    def get_export_symbols(self, ext: Extension) -> list[str]:
        return list(ext.export_symbols)

    def build_extension(self, ext: Extension) -> None:
        """Without half precision where the compiler knows tiles but not that (GCC 11)."""
        try:
            super().build_extension(ext)
        except CompileError:
            if HALF not in ext.extra_compile_args:
                raise
            ext.extra_compile_args.remove(HALF)
            super().build_extension(ext)


def sampler(level: str, flags: list[str]) -> Extension:
    """One level's library. Contraction makes fused multiply-adds of the sums; nothing is reordered."""
    return Extension(
        f"generation.native._sampler_{level}",
        [f"{FOLDER}/sampler.cpp", f"{FOLDER}/training.cpp"],
        depends=[f"{FOLDER}/{name}.h" for name in HEADERS],
        extra_compile_args=[*COMMON, "-std=c++17", "-ffp-contract=fast", "-pthread", *flags],
        extra_link_args=["-pthread"],
        language="c++",
        optional=True,
    )


processor = Extension(
    "generation.native._processor", [f"{FOLDER}/processor.c"], extra_compile_args=COMMON, optional=True
)
levels = X86_LEVELS if platform.machine().lower() in ("x86_64", "amd64") else {"plain": []}
setup(
    ext_modules=[processor, *(sampler(level, flags) for level, flags in levels.items())],
    cmdclass={"build_ext": BuildLibraries},
)
