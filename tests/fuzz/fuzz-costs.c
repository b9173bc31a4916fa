// SPDX-License-Identifier: GPL-2.0
#include "fuzz.h"

#include "hardware/hw-costs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hw_costs costs;

	hw_costs_load(&costs, fuzz_file("c.costs", data, size));
	return 0;
}
