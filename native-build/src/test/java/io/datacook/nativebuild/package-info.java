/// What native executables must be told about the project, by rule, and the tests of the executables themselves.
///
/// Absent on purpose: a list of classes kept by hand. [io.datacook.nativebuild.Rules] derives everything from the
/// catalog, the class path and one table of libraries.
@NullMarked
package io.datacook.nativebuild;

import org.jspecify.annotations.NullMarked;
