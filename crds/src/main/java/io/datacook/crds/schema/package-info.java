/// Makes the CRDs and their reference page from the records and the recipe language.
///
/// Absent on purpose: a cluster. What is made here is checked in below `deploy/base/crds` and `docs/reference`.
@NullMarked
package io.datacook.crds.schema;

import org.jspecify.annotations.NullMarked;
