//! Requests and answers in CBOR.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| steadfast_fuzz::relay_api(data));
