/// Datacook on a real cluster: what loads, how soon, and what happens when parts of it die. `deploy/e2e/run` prepares
/// the cluster and runs this; without a cluster every test is skipped and says so.
@NullMarked
package io.datacook.e2e;

import org.jspecify.annotations.NullMarked;
