//! Requests and answers in JSON.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| steadfast_fuzz::relay_json(data));
