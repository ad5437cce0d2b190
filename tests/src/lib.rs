//! Helpers of the tests that span packages.
