using BenchCluster.Client.Devboxes;

namespace BenchCluster.Tests.Devboxes;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("ls | wc -l", "ls | wc -l")]
    [InlineData("echo hello", "echo", "hello")]
    [InlineData("echo '$HOME' '' 'a b' 'it'\\''s' '*'", "echo", "$HOME", "", "a b", "it's", "*")]
    [InlineData("FOO=bar make -j2 dir/file.o", "FOO=bar", "make", "-j2", "dir/file.o")]
    public void One_word_is_a_command_line_and_several_reach_the_program_as_they_are(string expected, params string[] words) =>
        Assert.Equal(expected, ShellWords.Join(words));
}
