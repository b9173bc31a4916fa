# SPDX-License-Identifier: GPL-2.0
# A command of the shell: its status, output and complaints.
package Command;
use strict;
use warnings;
use Exporter 'import';
use File::Temp;
use Files;

our @EXPORT = qw(outcome);

sub outcome {
	my ($command) = @_;
	my $errors = File::Temp->new;
	my $out = qx(timeout 60 $command 2> $errors);
	return ($? >> 8, $out, slurp("$errors"));
}

1;
