"""The face is analysed here and nowhere else: the native code that sees it cannot open a connection.

Later lines of mediapipe report usage to their maker; the pinned one imports no function that could. It does import
``dlopen`` (it looks for GPU drivers), so this alone is no proof for all time; a trace of a photo's whole way is the
other half.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import StringTableSection, SymbolTableSection

# What a program needs to reach a network: sockets and the resolver, and the libraries that bring their own.
NETWORK_SYMBOLS = {
    "accept", "accept4", "bind", "connect", "freeaddrinfo", "getaddrinfo", "gethostbyaddr", "gethostbyname",
    "gethostbyname2", "gethostbyname_r", "getnameinfo", "listen", "recv", "recvfrom", "recvmmsg", "recvmsg",
    "res_init", "res_query", "res_search", "send", "sendmmsg", "sendmsg", "sendto", "socket", "socketpair",
}  # fmt: skip
NETWORK_LIBRARIES = ("curl", "ssl", "nghttp", "grpc", "resolv", "libssh")


def shared_objects() -> list[Path]:
    spec = find_spec("mediapipe")
    assert spec is not None, "mediapipe is not installed"
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    return sorted(path for path in folder.rglob("*") if path.suffix in {".so", ".dylib", ".dll"})


def imported(path: Path) -> tuple[set[str], list[str]]:
    """Names of undefined dynamic symbols (without version), and of needed libraries."""
    with path.open("rb") as file:
        elf = ELFFile(file)
        table = elf.get_section_by_name(".dynsym")
        assert isinstance(table, SymbolTableSection), "no dynamic symbols: this test would see nothing"
        names = {s.name.split("@")[0] for s in table.iter_symbols() if s["st_shndx"] == "SHN_UNDEF" and s.name}
        dynamic = elf.get_section_by_name(".dynamic")
        strings = elf.get_section_by_name(".dynstr")
        assert isinstance(dynamic, DynamicSection)
        assert isinstance(strings, StringTableSection)
        needed = [strings.get_string(tag.entry.d_val) for tag in dynamic.iter_tags("DT_NEEDED")]
    return names, needed


@pytest.mark.skipif(
    sys.platform != "linux",
    reason="LEFT OUT: mediapipe's library is read as ELF, which only Linux has; its imports were not checked here",
)
def test_mediapipe_imports_no_network_function() -> None:
    found = shared_objects()
    assert found, "mediapipe has no native library any more: look again at what it runs"
    for path in found:
        names, needed = imported(path)
        assert len(names) > 50, "too few imports for a library of this size: the reading is wrong"
        assert not names & NETWORK_SYMBOLS, f"{path.name} imports {sorted(names & NETWORK_SYMBOLS)}"
        assert not [library for library in needed if library.startswith(NETWORK_LIBRARIES)], needed


@pytest.mark.skipif(sys.platform != "linux", reason="reads a Linux library to show that reading works")
def test_the_check_would_notice() -> None:
    """The interpreter's own socket module imports these functions, and the same reading finds them."""
    import _socket  # noqa: PLC0415  the compiled module, to be read as a file

    module = getattr(_socket, "__file__", None)
    names, _ = imported(Path(module or sys.executable))
    assert {"connect", "getaddrinfo", "socket"} <= names & NETWORK_SYMBOLS
