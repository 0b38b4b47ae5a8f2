#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#ifdef KERNEL_FAIL_ALLOC
long kernel_allocs_left = -1;
static int must_fail(void) { return kernel_allocs_left >= 0 && kernel_allocs_left-- == 0; }
#else
static int must_fail(void) { return 0; }
#endif

void *kernel_alloc(size_t n_bytes) { return must_fail() ? NULL : malloc(n_bytes ? n_bytes : 1); }

/* `block` is the address of a pointer. It doubles, so that growing costs a constant time an item. */
int grow(void *block, size_t *capacity, size_t wanted, size_t item_bytes) {
    size_t room = *capacity ? *capacity : 64;
    void *moved;
    if (wanted <= *capacity) return 0;
    while (room < wanted) {
        if (room > SIZE_MAX / 2) return -1;
        room *= 2;
    }
    if (room > SIZE_MAX / item_bytes || must_fail()) return -1;
    memcpy(&moved, block, sizeof moved); /* a pointer of any type, read as no other type than its own */
    moved = realloc(moved, room * item_bytes);
    if (!moved) return -1;
    memcpy(block, &moved, sizeof moved);
    *capacity = room;
    return 0;
}

int grow_zeroed(void *block, size_t *capacity, size_t wanted, size_t item_bytes) {
    size_t before = *capacity;
    char *grown;
    if (grow(block, capacity, wanted, item_bytes)) return -1;
    if (*capacity == before) return 0; /* perhaps no block at all, which memset must not be given */
    memcpy(&grown, block, sizeof grown);
    memset(grown + before * item_bytes, 0, (*capacity - before) * item_bytes);
    return 0;
}
