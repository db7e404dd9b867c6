/// The operator: from Recipes to pods, status and conditions.
///
/// What to do is decided by pure functions (`desired`, `schedule`, `resolve`, `decide`); `kube` looks and acts, `state`
/// asks the state service, `app` is the process. Absent on purpose: data, and the values of secrets.
@NullMarked
package io.datacook.operator;

import org.jspecify.annotations.NullMarked;
