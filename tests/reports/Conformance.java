import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Writes one line for each broken rule: file, standard, clause, what is wrong; nothing for files that conform. */
public class Conformance {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        String[] standards = arguments[0].split(",");
        for (int place = 1; place < arguments.length; place++) {
            for (String standard : standards) {
                for (String line : broken(new File(arguments[place]), PDFAFlavour.byFlavourId(standard))) {
                    System.out.println(arguments[place] + "\t" + standard + "\t" + line);
                }
            }
        }
        System.out.println("checked\t" + (arguments.length - 1) + "\t" + standards.length);
    }

    private static Set<String> broken(File file, PDFAFlavour flavour) throws Exception {
        Set<String> lines = new TreeSet<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            // 50 failures of a rule are kept, passed assertions are not, all rules are tried.
            ValidationResult result =
                Foundries.defaultInstance().createValidator(flavour, 50, false, false, false).validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    lines.add(assertion.getRuleId().getClause() + "\t" + assertion.getMessage());
                }
            }
            if (!result.isCompliant() && lines.isEmpty()) {
                lines.add("?\tnot compliant, without a failed assertion");
            }
        }
        return lines;
    }
}
