/// Tests of the custom resources, those that need one on a real API server.
@NullMarked
package io.datacook.crds;

import org.jspecify.annotations.NullMarked;
