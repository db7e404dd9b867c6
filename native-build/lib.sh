# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.
set -euo pipefail
umask 022
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck disable=SC2034 # the scripts use them
root=$(dirname "$here")
services='extractor-service transform-service writer-service state-service operator cli'
# Every file of an image has this time: the AOT cache refuses jars whose time has changed.
epoch=${SOURCE_DATE_EPOCH:-1767225600}

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) die "images are made on x86_64 and aarch64, not on $(uname -m)" ;;
  esac
}

# The modules that the services and their libraries use, found with jdeps and by running them.
modules=java.base,java.compiler,java.datatransfer,java.desktop,java.instrument,java.logging,java.management,java.naming
modules+=,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml
modules+=,jdk.crypto.cryptoki,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

# runtime JDK FOLDER: a Java runtime of only those modules.
runtime() {
  "$1/bin/jlink" --module-path "$1/jmods" --add-modules "$modules" --strip-java-debug-attributes --no-header-files \
    --no-man-pages --output "$2"
  # java.desktop is there for java.beans; no pod draws, prints or plays.
  rm -f "$2"/lib/lib{awt,awt_headless,awt_xawt,fontmanager,freetype,javajpeg,jawt,jsound,lcms,mlib_image,splashscreen}.so
}

# libraries ROOT: adds the shared libraries that the programs below ROOT need, from this machine, at the same places.
libraries() {
  local place library
  place=$(cd "$1" && pwd -P) # as ldd names what lies below it
  find "$place" -type f \( -perm -u+x -o -name '*.so*' \) -exec sh -c 'ldd "$1" 2>/dev/null' _ {} \; |
    sed -nE 's/^.*=> (\/[^ ]+) .*$|^[[:space:]]+(\/[^ ]+) .*$/\1\2/p' | sort -u |
    while read -r library; do
      case $library in "$place"/*) continue ;; esac
      [[ -e $place$library ]] || { mkdir -p "$(dirname "$place$library")"; cp -L "$library" "$place$library"; }
    done
}

# only_this_platform FOLDER JDK: leaves of DuckDB's jar the library of this platform, one of five.
only_this_platform() {
  local jar work keep
  keep=libduckdb_java.so_linux_$(architecture)
  for jar in "$1"/lib/main/org.duckdb.duckdb_jdbc-*.jar "$1"/lib/org.duckdb.duckdb_jdbc-*.jar; do
    [[ -e $jar ]] || continue
    work=$(mktemp -d)
    (cd "$work" && "$2/bin/jar" -xf "$jar")
    [[ -e $work/$keep ]] || die "$(basename "$jar") has no $keep"
    find "$work" -maxdepth 1 -name 'libduckdb_java.so_*' ! -name "$keep" -delete
    "$2/bin/jar" --create --no-manifest --date=2026-01-01T00:00:00Z --file "$jar.new" -C "$work" .
    mv "$jar.new" "$jar"
    rm -rf "$work"
  done
}

# modern_classes FOLDER JDK: gives old libraries' classes a form that the AOT cache can hold.
modern_classes() {
  local jars
  for jars in "$1"/lib/main "$1"/lib; do
    [[ ! -d $jars ]] || "$2/bin/java" "$root/scripts/ModernClasses.java" "$jars"
  done
}

# settle FOLDER: one time for every file.
settle() { find "$1" -exec touch -h -d "@$epoch" {} +; }

# java_arguments SERVICE: the argument file that its JVM reads.
java_arguments() {
  cat "$here/jvm/common.args" "$here/jvm/$1.args"
  printf -- '-XX:AOTCache=/opt/datacook/service.aot\n-Xlog:aot=off\n-Xlog:cds=off\n'
}

archive() { tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner "$@"; }

# pack FOLDER OUT NAME CONFIG: an image out of the layers FOLDER/*.tar, in order of their names. CONFIG is the JSON of
# its `config` object.
pack() {
  local layer layers=() diffs=()
  for layer in "$1"/*.tar; do
    layers+=("\"$(basename "$layer")\"")
    diffs+=("\"sha256:$(sha256sum "$layer" | cut -d' ' -f1)\"")
  done
  printf '{"architecture":"%s","os":"linux","created":"%s","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}\n' \
    "$(architecture)" "$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)" "$4" "$(IFS=,; echo "${diffs[*]}")" >"$1/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":[%s]}]\n' "$3" "$(IFS=,; echo "${layers[*]}")" \
    >"$1/manifest.json"
  archive -C "$1" -cf "$2" .
}
