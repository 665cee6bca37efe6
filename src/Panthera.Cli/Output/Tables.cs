using Spectre.Console;

namespace Panthera.Cli.Output;

/// <summary>The one look that tables have here.</summary>
internal static class Tables
{
    /// <summary>A table of results: headers in bold, a rounded border at a terminal and rules of plain dashes elsewhere.</summary>
    internal static Table Create(Writer writer, params ReadOnlySpan<string> headers)
    {
        var table = new Table { Border = writer.IsInteractive ? TableBorder.Rounded : TableBorder.Simple, BorderStyle = new Style(Color.Grey) };
        foreach (var header in headers) table.AddColumn(Column(header));
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    internal static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        var row = new Markup[cells.Length];
        for (var i = 0; i < row.Length; i++) row[i] = new Markup(Markup.Escape(cells[i]));
        table.AddRow(row);
    }

    /// <summary>A header that ends in `&gt;` makes a column of numbers, aligned at the right.</summary>
    private static TableColumn Column(string header)
    {
        var numeric = header.EndsWith('>');
        var text = Markup.Escape(header.TrimEnd('>'));
        return new TableColumn($"[bold]{text}[/]") { Alignment = numeric ? Justify.Right : Justify.Left, NoWrap = numeric };
    }
}
