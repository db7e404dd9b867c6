# Sourced by the launcher and by containers: sets $jvm_flags for one process, from its container's limits.
# Rows lie outside of the heap, under the budget the engine takes from the same limits or from `runtime.memory`; the
# heap holds the engine's own objects only. DATACOOK_HEAP overrides it, DATACOOK_JAVA_OPTS comes last.

memory_limit_mib() { # prints the container's limit in MiB, nothing where there is none
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    [ -r "$file" ] || continue
    read -r bytes <"$file" || continue
    case $bytes in
    # 18 digits and more are how cgroup v1 spells "no limit".
    max | '' | ??????????????????*) return 0 ;;
    *) echo $((bytes / 1048576)) && return 0 ;;
    esac
  done
}

jvm_flags() { # $1 = the command: only loads run long enough to pay for the optimising compiler
  limit=$(memory_limit_mib)
  heap=96m
  if [ -n "$limit" ] && [ "$limit" -lt 224 ]; then heap=64m; fi
  heap=${DATACOOK_HEAP:-$heap}
  # One collector thread is enough for a heap this small, and the ahead-of-time cache holds for one collector only.
  collector=-XX:+UseSerialGC
  case $heap in
  *[gG] | [1-9][0-9][0-9][0-9]*[mM]) if [ "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" -ge 4 ]; then
    collector=-XX:+UseParallelGC
  fi ;;
  esac
  # A load of a few million rows spends a third of its processor time on compiling itself: compilations begin later,
  # inline less and unroll less, which takes a sixth off such a load and nothing off the speed of long ones
  # (docs/benchmarks.md).
  compiler="-XX:LoopUnrollLimit=10 -XX:FreqInlineSize=120 -XX:Tier4InvocationThreshold=50000
    -XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=400000"
  case ${1:-} in
  run | preview) ;;
  *) compiler=-XX:TieredStopAtLevel=1 ;;
  esac
  jvm_flags="$collector -Xmx$heap -Xss512k -XX:MaxDirectMemorySize=64m -XX:-UsePerfData $compiler
    -Djdk.reflect.useNativeAccessorOnly=true -Darrow.allocation.manager.type=Unsafe
    --add-opens=java.base/java.nio=ALL-UNNAMED --enable-native-access=ALL-UNNAMED
    --sun-misc-unsafe-memory-access=allow ${DATACOOK_JAVA_OPTS:-}"
  # malloc keeps an arena for each thread unless told otherwise, and none of them gives memory back.
  MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  export MALLOC_ARENA_MAX
}

# Trains the JVM's ahead-of-time cache on the examples: what users do most, once each. Nothing depends on it; a cache
# that does not fit the JVM, the jars or the collector is left unread.
# $1 = the application's folder, $2 = the examples, $3 = the cache to make; $root = Datacook's folder
train_cache() {
  nice -n 10 "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$root/scripts/ModernClasses.java" "$1/lib/main"
  work=$(mktemp -d "${TMPDIR:-/tmp}/datacook-train.XXXXXX")
  cp -R "$2/." "$work/"
  jvm_flags run
  # shellcheck disable=SC2086 # a list of flags
  nice -n 10 "$JAVA_HOME/bin/java" $jvm_flags "-Ddatacook.training=$work" "-XX:AOTCacheOutput=$3.new" \
    -jar "$1/quarkus-run.jar" && mv "$3.new" "$3"
  trained=$?
  rm -rf "$work" "$3.new" "$3.new.config"
  return $trained
}
