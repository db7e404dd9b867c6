/// What a cluster is given, looked at: rendered manifests, the chart, Argo CD's scripts, rules and dashboard. Nothing
/// here runs pods; `io.datacook.e2e` does.
@NullMarked
package io.datacook.deploy;

import org.jspecify.annotations.NullMarked;
