/// What connectors and steps are proven with: contracts as JUnit interfaces, tables of rows, real servers, fault
/// injection, the protocol simulator.
///
/// Depends on `api` and on the engine's protocol; never on a connector. Absent on purpose: mocks.
@NullMarked
package io.datacook.testkit;

import org.jspecify.annotations.NullMarked;
