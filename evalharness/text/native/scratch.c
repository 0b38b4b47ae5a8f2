#include "kernel.h"

#include <stdlib.h>
#include <string.h>

int scratch_fit(Scratch *scratch, size_t vocabulary) {
    if (grow_zeroed(&scratch->count, &scratch->cap_count, vocabulary, sizeof(uint32_t))) return -1;
    return grow_zeroed(&scratch->mask, &scratch->cap_mask, vocabulary, sizeof(uint64_t));
}

void scratch_free(Scratch *scratch) {
    void *blocks[] = {scratch->count,   scratch->mask,  scratch->chain,   scratch->used,      scratch->shared,
                      scratch->carry,   scratch->rows,  scratch->stops,   scratch->taken_at,  scratch->n_rows,
                      scratch->row_at,  scratch->last,  scratch->met,     scratch->taken,     scratch->place,
                      scratch->place_at, scratch->dense_at, scratch->number_of, scratch->numbered, scratch->dense,
                      scratch->work,    scratch->checkpoints};
    size_t at;
    for (at = 0; at < sizeof blocks / sizeof *blocks; at++) free(blocks[at]);
    memset(scratch, 0, sizeof *scratch);
}
