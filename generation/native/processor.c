/* What this processor can run; built without any flag, so that asking is safe everywhere. */

#if defined(__linux__) && defined(__x86_64__)
#include <sys/syscall.h>
#include <unistd.h>

/* Linux lends the tiles' registers to a process that asks (arch_prctl(2), ARCH_REQ_XCOMP_PERM of XTILEDATA). */
static int tiles_lent(void) { return syscall(SYS_arch_prctl, 0x1023, 18) == 0; }
#else
static int tiles_lent(void) { return 0; }
#endif

#if defined(__x86_64__)
#include <cpuid.h>

static int has_tiles(void) {
    unsigned a, b, c, d;
    const unsigned bfloat16 = 1u << 22, half = 1u << 23, tile = 1u << 24; /* leaf 7, edx */
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & bfloat16) && (d & half) && (d & tile);
}
#endif

/* The version of these functions; library.py calls only its own. */
__attribute__((visibility("default"))) int processor_interface(void) { return 4; }

/* The highest level whose instructions are all here: 2, 3, 4, 5 (4 with products of bytes), 6 (5 with bfloat16), 7
   (6 with tiles of bfloat16, and vectors of half precision); 0 where there are no levels. */
__attribute__((visibility("default"))) int processor_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt")) return 0;
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 2;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return 4;
    if (!__builtin_cpu_supports("avx512vnni")) return 4;
    if (!__builtin_cpu_supports("avx512bf16")) return 5;
    return has_tiles() && tiles_lent() ? 7 : 6;
#else
    return 0;
#endif
}
