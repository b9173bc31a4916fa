# SPDX-License-Identifier: GPL-2.0
# Files of a test, as bytes.
package Files;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(put slurp);

sub put {
	my ($path, $text) = @_;
	open(my $f, '>:raw', $path) or die "$path: $!";
	print $f $text;
	close($f);
	return $path;
}

# Empty if there is none.
sub slurp {
	my ($path) = @_;
	open(my $f, '<:raw', $path) or return '';
	local $/;
	return <$f> // '';
}

1;
