/* What this processor can run; built without any flag, so that asking is safe everywhere. */

/* The version of these functions; library.py calls only its own. */
__attribute__((visibility("default"))) int processor_interface(void) { return 2; }

/* The highest level whose instructions are all here: 2, 3, 4, 5 (4 with bfloat16); 0 where there are no levels. */
__attribute__((visibility("default"))) int processor_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt")) return 0;
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 2;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return 3;
    return __builtin_cpu_supports("avx512bf16") ? 5 : 4;
#else
    return 0;
#endif
}
