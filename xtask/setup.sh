# Shared by ./run, ./test and .ci/run (sourced by bash from the top of the checkout): the tools that the solver's
# build needs, and one place outside the checkout where it is built once.
#
# HiGHS is C++ and is compiled with CMake; its Rust bindings are made by bindgen, which loads libclang. A missing
# libclang would show only after minutes of compiling, so all four tools are looked for first.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 2
}

have_cxx() { command -v "${CXX:-c++}" >/dev/null 2>&1 && command -v "${CC:-cc}" >/dev/null 2>&1; }

have_make() { command -v make >/dev/null 2>&1; }

# CMake, at least 3.15 as HiGHS asks.
have_cmake() {
    local version
    version=$("${CMAKE:-cmake}" --version 2>/dev/null | sed -n 's/^cmake version \([0-9]*\.[0-9]*\).*/\1/p') || return 1
    [ -n "$version" ] || return 1
    [ "$(printf '3.15\n%s\n' "$version" | sort -V | head -n 1)" = 3.15 ]
}

# The shared library that bindgen loads; libclang-cpp is another one.
have_libclang() {
    local directory
    for directory in ${LIBCLANG_PATH:+"$LIBCLANG_PATH"} /usr/lib /usr/lib64 /usr/lib/*-linux-gnu /usr/lib/llvm-*/lib \
        /usr/local/lib /usr/local/lib64; do
        if compgen -G "$directory/libclang.so*" >/dev/null || compgen -G "$directory/libclang-[0-9]*.so*" >/dev/null; then
            return 0
        fi
    done
    return 1
}

# The release's own choice of libclang; the newest numbered one where there is no such choice.
libclang_package() {
    local newest
    if apt-cache policy libclang1 2>/dev/null | grep -q 'Candidate: [0-9]'; then
        printf 'libclang1'
    else
        newest=$(apt-cache --names-only search '^libclang1-[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -n 1) || true
        printf '%s' "${newest:-libclang1}"
    fi
}

# Runs a command as the administrator; when that is impossible, says what to type.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo "$@"
    else
        say "需要管理员权限。请以管理员身份运行下面的命令, 然后重来:"
        say "Administrator rights are needed. Run this as administrator, then try again:"
        die "    apt-get update && apt-get install -y --no-install-recommends $wanted"
    fi
}

# Installs what is missing with apt, and says what and why.
install_tools() {
    local wanted=""
    have_cxx || wanted+=" g++"
    have_make || wanted+=" make"
    have_cmake || wanted+=" cmake"
    have_libclang || wanted+=" libclang1"
    wanted=${wanted# }
    [ -n "$wanted" ] || return 0
    say "缺少 $wanted: 编译求解器 HiGHS (C++) 需要它们。现在用 apt 安装。"
    say "Missing: $wanted. They are needed to compile the solver HiGHS (C++). Installing them with apt."
    command -v apt-get >/dev/null 2>&1 || die "这台机器没有 apt; 请用本机的方式安装上述工具。 / No apt here: please install these tools in your system's way."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 \
        || say "软件列表更新失败, 仍继续。 / Updating the package lists failed; trying all the same."
    wanted=${wanted/%libclang1/$(libclang_package)}
    # shellcheck disable=SC2086 # a list of packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $wanted >&2 \
        || die "安装失败: $wanted。请检查网络后重来。 / Installation failed: $wanted. Check the network and try again."
    { have_cxx && have_make && have_cmake && have_libclang; } \
        || die "安装后仍不齐全 (需要 g++, make, CMake ≥ 3.15, libclang)。 / Still incomplete: g++, make, CMake ≥ 3.15 and libclang are needed."
}

# The solver is compiled once per machine, not once per checkout. Cargo builds in target/ as always; the finished
# dependencies (HiGHS among them, nothing of junheng) are also kept in the user's cache, and a checkout without
# target/release starts from that copy. Checkouts must not share one target folder: cargo tells workspace crates apart
# by their path inside the workspace, so it would run what another checkout built (docs/adr/0001).
# The key holds what makes the kept solver useless when it changes: its version, the compiler, the architecture.
choose_cache() {
    local solver compiler
    target=$(realpath -m -- "${CARGO_TARGET_DIR:-target}")
    cache=""
    if [ -n "${CARGO_TARGET_DIR:-}" ] || [ -z "${XDG_CACHE_HOME:-${HOME:-}}" ]; then
        return 0 # who chooses the target folder keeps it, too
    fi
    solver=$(sed -n '/^name = "highs-sys"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)
    compiler=$(rustc --version | cut -d' ' -f2)
    cache="${XDG_CACHE_HOME:-$HOME/.cache}/junheng/solver-$solver-rust-$compiler-$(uname -m)"
}

# The folder of the compiled solver below a release folder, such as highs-sys-0123456789abcdef; nothing without one.
solver_unit() {
    local library
    library=$(compgen -G "$1/build/highs-sys-*/out/lib*/libhighs.a" | head -n 1) || return 0
    library=${library#"$1/build/"}
    printf '%s' "${library%%/*}"
}

# Starts a checkout that has built nothing yet from the cache.
restore_solver() {
    local copy="$target/.restore-$$"
    { [ -n "$cache" ] && [ ! -e "$target/release" ] && [ -n "$(solver_unit "$cache")" ]; } || return 0
    if { mkdir -p "$target" && cp -a --reflink=auto -- "$cache" "$copy" && mv -T -- "$copy" "$target/release"; } 2>/dev/null; then
        say "求解器 HiGHS 取自缓存 $cache"
        say "The solver HiGHS comes from the cache $cache"
    else
        rm -rf -- "$copy"
    fi
}

# After a build: keeps the dependencies if the cache lacks this solver. Never a reason to fail.
keep_solver() {
    local unit copy="$cache.new-$$"
    unit=$(solver_unit "$target/release")
    { [ -n "$cache" ] && [ -n "$unit" ] && [ ! -e "$cache/build/$unit" ]; } || return 0
    # Fingerprints first: one that is copied then has its artifact, also while another cargo is at work.
    if mkdir -p "$copy" && cp -a --reflink=auto -- "$target/release/.fingerprint" "$copy/" \
        && cp -a --reflink=auto -- "$target/release/build" "$target/release/deps" "$copy/"; then
        find "$copy/deps" -type f ! -name 'lib*' ! -name '*.d' -delete
        rm -rf -- "$copy"/*/{,lib}{junheng,xtask}[-.]* "$copy"/.fingerprint/{junheng,xtask}-*
        rm -rf -- "$cache" && mv -T -- "$copy" "$cache"
    fi 2>/dev/null || true
    rm -rf -- "$copy"
}

# Everything before the first cargo command.
set_up() {
    if ! command -v cargo >/dev/null 2>&1 && [ -x "${CARGO_HOME:-${HOME:-}/.cargo}/bin/cargo" ]; then
        PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    fi
    command -v cargo >/dev/null 2>&1 \
        || die "没有找到 Rust (cargo)。请先按 https://rustup.rs 安装。 / Rust (cargo) not found: install it first, see https://rustup.rs"
    install_tools
    choose_cache
    restore_solver
    if [ -z "$(solver_unit "$target/release")" ]; then
        say "第一次要编译求解器 HiGHS, 两核约 4–5 分钟; 以后只需几秒。"
        say "The first build compiles the solver HiGHS: 4 to 5 minutes on two cores; later builds take seconds."
    fi
}

# A part of the Rust toolchain that a minimal installation leaves out.
need_component() {
    cargo "$1" --version >/dev/null 2>&1 && return 0
    say "缺少 cargo $1, 现在用 rustup 安装。 / cargo $1 is missing; installing it with rustup."
    rustup component add "$2" >&2 || die "请安装 Rust 组件 $2。 / Please install the Rust component $2."
}
