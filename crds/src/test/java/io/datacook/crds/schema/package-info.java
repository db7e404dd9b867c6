/// Tests of what is made from the records.
@NullMarked
package io.datacook.crds.schema;

import org.jspecify.annotations.NullMarked;
