#!/usr/bin/env bash
# What Containerfile.jvm runs in its build stage: runtime, settings and AOT cache of one service, under /stage.
#   containers.sh SERVICE
. "$(dirname "$0")/lib.sh"
service=$1
[[ " $services " == *" $service "* ]] || die "there is no service $service; there are: $services"
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
app=/stage/opt/datacook
runtime "$jdk" /stage/opt/java
only_this_platform "$app" "$jdk"
modern_classes "$app" "$jdk"
java_arguments "$service" >"$app/jvm.args"
# COPY keeps no times; they are set here, before the training that remembers them.
settle "$app"
# The cache remembers where the jars lie: train at the place where they will.
cp -Rp /stage/opt/java /opt/java
cp -Rp "$app" /opt/datacook
"$here/train/run" / "$service"
mv /opt/datacook/service.aot "$app/service.aot"
