# SPDX-License-Identifier: GPL-2.0
# A reader of CSV that takes what RFC 4180 allows, and nothing else.
package Csv;
use strict;
use warnings;
use Exporter qw(import);

our @EXPORT = qw(csv_rows);

# csv_rows(TEXT, SEPARATOR): a reference to a list of fields for each line; dies at what is no CSV,
# and at a line that has more or fewer fields than the first.
sub csv_rows {
	my ($text, $separator) = @_;
	my ($s, $columns, @rows, @fields) = (quotemeta($separator // ','));

	die "no text\n" if $text eq '';
	pos($text) = 0;
	while (pos($text) < length($text)) {
		my $line = 1 + @rows;
		if ($text =~ /\G"((?:[^"]|"")*)"/gc) {
			push(@fields, $1 =~ s/""/"/gr);
		} else {
			# What is not in quotes has neither quotes nor line breaks.
			$text =~ /\G((?:(?!$s)[^"\r\n])*)/gc;
			push(@fields, $1);
		}
		next if $text =~ /\G$s/gc;
		$text =~ /\G\r\n/gc or die "line $line: no line break of CR LF behind \"$fields[-1]\"\n";
		$columns //= @fields;
		die "line $line: " . @fields . " fields, not $columns\n" if @fields != $columns;
		push(@rows, [@fields]);
		@fields = ();
	}
	die "the last line is not whole\n" if @fields;
	return @rows;
}

1;
