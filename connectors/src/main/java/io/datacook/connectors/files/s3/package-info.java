/// Files in buckets of Amazon S3 and stores that speak its language: reading by ranges, staging by multipart uploads.
///
/// A staged file is an upload that is not completed: no listing shows it. The manifest names the upload, so that any
/// process can complete it. Absent on purpose: what is inside a file, and conditional writes, which not every store
/// has; fences are kept in the names of marks instead.
@NullMarked
package io.datacook.connectors.files.s3;

import org.jspecify.annotations.NullMarked;
