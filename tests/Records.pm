# SPDX-License-Identifier: GPL-2.0
# The records of a run, decoded, in the order of their cells' names.
package Records;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;

our @EXPORT = qw(records_of_run);

sub records_of_run {
	my ($run) = @_;
	return map {
		open(my $f, '<', $_) or die "$_: $!";
		local $/;
		decode_json(<$f>);
	} sort glob("$run/records/*.json");
}

1;
