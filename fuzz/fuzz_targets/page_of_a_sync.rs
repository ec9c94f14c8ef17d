//! A page that a relay sends into a sync.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| steadfast_fuzz::page_of_a_sync(data));
