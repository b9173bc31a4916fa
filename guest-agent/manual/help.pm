# SPDX-License-Identifier: GPL-2.0
# What a program says of itself with --help, taken apart: for its manual page, its completion, and
# the test that all three agree. A program can be one with an option that makes it another, such as
# "exitmeter --host".
package help;
use strict;
use warnings;
use Exporter qw(import);
use File::Basename qw(basename);

our @EXPORT = qw(help_of name_of);

# Paragraphs, lists and examples of a text, as [kind, text or lines].
sub blocks {
	my (@lines) = @_;
	my @blocks;

	for my $line (@lines) {
		if ($line =~ /^\s*$/) {
			push(@blocks, ['end']);
		} elsif ($line =~ /^  (\s+\S.*)/ && @blocks && $blocks[-1][0] eq 'list') {
			push(@{$blocks[-1][1]}, $1);
		} elsif ($line =~ /^  (\S.*)/) {
			push(@blocks, ['list', []]) if !@blocks || $blocks[-1][0] ne 'list';
			push(@{$blocks[-1][1]}, $1);
		} elsif ($line =~ /^([A-Z]+|commands):?$/) {
			push(@blocks, ['heading', $1]);
		} elsif (@blocks && $blocks[-1][0] eq 'text') {
			$blocks[-1][1] .= " $line";
		} else {
			push(@blocks, ['text', $line]);
		}
	}
	return grep { $_->[0] ne 'end' } @blocks;
}

# { usage => [...], options => [{ names => [...], argument, text }], before => [...], after => [...] }
sub parse {
	my (@lines) = @_;
	my %h = (usage => [shift(@lines) =~ s/^[Uu]sage: //r], options => [], before => [], after => []);
	my ($option, @text, $seen);

	push(@{$h{usage}}, shift(@lines) =~ s/^  or:  //r) while @lines && $lines[0] =~ /^  or:  /;
	for (@lines) {
		if (/^ {2}(-\S,) |^ {6}(--\S)/ && /^\s+((?:-\S, )?(?:--[a-z][-a-z]*)|-\S)(\S*)\s*(.*)$/) {
			my ($names, $argument, $text) = ($1, $2, $3);

			if (!$seen++) {
				$h{before} = [blocks(@text)];
				@text = ();
			}
			$option = { names => [split(/, /, $names)], argument => $argument, text => $text };
			push(@{$h{options}}, $option);
		} elsif ($option && /^ {20,}(\S.*)$/) {
			$option->{text} .= ($option->{text} eq '' ? '' : ' ') . $1;
		} else {
			$option = undef;
			push(@text, $_);
		}
	}
	my $rest = join("\n", @text);
	$rest =~ s/Mandatory or optional arguments.*?short options\.\n//s;
	$h{$seen ? 'after' : 'before'} = [blocks(split(/\n/, $rest))];
	return \%h;
}

sub read_help {
	my ($program, @command) = @_;

	local $ENV{ARGP_HELP_FMT} = 'rmargin=200';
	open(my $f, '-|', split(/ /, $program), @command, '--help') or die "$program: $!";
	my @lines = map { s/\t/        /gr =~ s/\n//r } <$f>;
	close($f) or die "$program @command --help: status $?\n";
	return parse(@lines);
}

# name_of(PROGRAM): exitmeter-host of "build/exitmeter --host".
sub name_of {
	my ($path, @words) = split(/ /, $_[0]);
	return join('-', basename($path), map { s/^--//r } @words);
}

# help_of(PROGRAM): its own help, and that of each command, in its order, as { name, summary, help }.
sub help_of {
	my ($program) = @_;
	my $main = read_help($program);
	my (@commands, $in);

	for my $block (@{$main->{before}}, @{$main->{after}}) {
		$in = $block->[1] =~ /^commands$/i if $block->[0] ne 'list';
		next if $block->[0] ne 'list' || !$in;
		for (@{$block->[1]}) {
			my ($name, $summary) = /^(\S+)\s+(.*)$/ or next;
			push(@commands, { name => $name, summary => $summary,
					  help => read_help($program, $name) });
		}
	}
	return ($main, @commands);
}

1;
