using System.Text;

namespace Panthera.Permissions.Tests.Schema;

/// <summary>Writes a random schema that follows the grammar, twice: in the plainest layout, and in the wildest that means the same.</summary>
internal sealed class RandomSchemaText
{
    private readonly Random _random;
    private readonly bool _documents;
    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _wild = new();
    private int _parentheses;

    private RandomSchemaText(int seed, bool documents)
    {
        _random = new Random(seed);
        _documents = documents;
    }

    /// <param name="seed">Decides everything.</param>
    /// <param name="documents">Whether documentation comments stand anywhere, so that the two layouts differ in what they document.</param>
    public static (string Plain, string Wild) Write(int seed, bool documents)
    {
        var text = new RandomSchemaText(seed, documents);
        text.WriteSchema();
        return (text._plain.ToString(), text._wild.ToString());
    }

    private void WriteSchema()
    {
        foreach (var flag in (string[])["expiration", "self", "partial", "import", "typechecking"])
        {
            Token("use");
            Token(flag);
            End();
        }

        for (var i = _random.Next(5); i > 0; i--)
        {
            switch (_random.Next(5))
            {
                case 0:
                    WriteCaveat();
                    break;
                case 1:
                    Token("import");
                    Token(_random.Next(2) == 0 ? "'a b.zed'" : "\"c.zed\"");
                    End();
                    break;
                case 2:
                    WriteBlock("partial");
                    break;
                default:
                    WriteBlock("definition");
                    break;
            }
        }
    }

    private void WriteBlock(string keyword)
    {
        Token(keyword);
        Token(Name("acme/"));
        Token("{");
        for (var i = _random.Next(4); i > 0; i--)
        {
            WriteMember();
            End();
        }

        Token("}");
        End();
    }

    private void WriteMember()
    {
        switch (_random.Next(5))
        {
            case 0:
                Token("...");
                Token(Name(""));
                break;
            case 1 or 2:
                Token("relation");
                Token(Name(""));
                Token(":");
                Joined("|", 3, WriteSubject);
                break;
            default:
                Token("permission");
                Token(Name(""));
                if (_random.Next(3) == 0)
                {
                    Token(":");
                    Joined("|", 3, () => Token(Name("acme/")));
                }

                Token("=");
                WriteExpression(3);
                break;
        }
    }

    private void WriteSubject()
    {
        Token(Name("acme/"));
        foreach (var token in Choose("", "", ": *", "# member", "# ...")) Token(token);
        foreach (var token in Choose("", "", "with net", "with expiration", "with acme/net and expiration")) Token(token);
    }

    private string[] Choose(params string[] forms) => forms[_random.Next(forms.Length)].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void WriteExpression(int depth)
    {
        switch (depth == 0 ? 0 : _random.Next(6))
        {
            case 0 or 1:
                Token(Choose("nil", "self", "a", "viewer", "all")[0]);
                break;
            case 2:
                Token(Name(""));
                foreach (var token in Choose("-> view", ". any ( view )", ". all ( any )")) Token(token);
                break;
            case 3:
                Token("(");
                WriteExpression(depth - 1);
                Token(")");
                break;
            default:
                Joined(Choose("+", "&", "-")[0], 3, () => WriteExpression(depth - 1));
                break;
        }
    }

    private void WriteCaveat()
    {
        Token("caveat");
        Token(Name("acme/"));
        Token("(");
        Joined(",", 3, () =>
        {
            Token(Name(""));
            foreach (var token in Choose("int", "list < string >", "map < list < any > >")) Token(token);
        });
        Token(")");
        Token("{");
        var body = Choose("a.in(b)", "a\n\n//why{\n&&b", "{'}':\"\\\"\"}", "\t\ta\n\t||b\n\n", "r'\\'+'''\n\t}\n'''")[0];

        // Inside the braces everything belongs to the expression, comments too.
        _plain.Append(body).Append(" }");
        _wild.Append(body).Append(" }");
        End();
    }

    private void Joined(string joint, int most, Action write)
    {
        write();
        for (var i = _random.Next(most); i > 0; i--)
        {
            Token(joint);
            write();
        }
    }

    private string Name(string prefix) => (_random.Next(4) == 0 ? prefix : "") + Choose("user", "doc", "viewer", "a", "any", "all", "use")[0];

    private void Token(string token)
    {
        _parentheses -= token == ")" ? 1 : 0;
        _plain.Append(' ').Append(token);
        _wild.Append(Space()).Append(token);
        var endsStatement = char.IsAsciiLetterOrDigit(token[^1]) || token[^1] is '}' or ')' or '>' or '*' or '\'' or '"' || token == "...";
        if (token[^1] != '{')
        {
            if (!endsStatement || _parentheses > 0) _wild.Append(Break());
            else if (char.IsAsciiLetterOrDigit(token[^1])) _wild.Append(' ');
        }

        _parentheses += token == "(" ? 1 : 0;
    }

    // The same ends of statements in both; at a closing brace none is needed.
    private void End()
    {
        _plain.Append('\n');
        _wild.Append(Space()).Append(Choose("; ", ";;", ";\n")[0]).Append(_random.Next(3) == 0 ? "\n\n\n" : "\n");
        while (_random.Next(3) == 0) _wild.Append(Choose(";\n", "//why\n", "/*block*/", "/*\n*why\n*/", "\n")[0]);
        if (_documents && _random.Next(3) == 0) _wild.Append(Choose("/**doc*/", "/**doc\n*of_two*/", "/**doc*/;", "/**doc*/\n")[0]);
    }

    private string Space() => _random.Next(6) switch
    {
        0 => "\t ",
        1 => "/*in*/",
        2 when _documents => "/**in*/",
        _ => " ",
    };

    private string Break() => _random.Next(8) switch
    {
        0 => "\n",
        1 => "//why\n",
        2 => "\r\n\n",
        _ => " ",
    };
}
